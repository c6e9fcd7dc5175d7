import type { ConversationId } from "../../contract/ids.ts";
import { type Backoff, retryMs, wait } from "../backoff.ts";
import { ProblemError } from "../http/problem-error.ts";
import type { Session } from "../session/session.ts";

/** Messages per page. */
export const pageSize = 50;

/** The waits between attempts to load a page. */
const backoff: Backoff = { first: 500, most: 8_000 };

/** Attempts to load a page, over about half a minute. */
const attempts = 7;

/** The page before or after a sequence number, or the newest page. */
export interface PageQuery {
  before?: number;
  after?: number;
}

/** Loads pages of a conversation's history. */
export class HistoryPages {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** @throws {ProblemError} */
  load(id: ConversationId, { before, after }: PageQuery = {}) {
    return this.#session.call("listMessages", {
      params: { id },
      query: {
        limit: String(pageSize),
        ...(before !== undefined && { before: String(before) }),
        ...(after !== undefined && { after: String(after) }),
      },
    });
  }

  /** Loads a page that a user has scrolled to, and retries temporary failures, because nothing else would load it. */
  async loadPersistently(id: ConversationId, query: PageQuery) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.load(id, query);
      } catch (error) {
        if (!(error instanceof ProblemError && error.isTemporary) || attempt === attempts) throw error;
        await wait(retryMs(error, backoff, attempt));
      }
    }
  }
}

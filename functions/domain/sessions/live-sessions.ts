import { sql } from "kysely";
import type { SessionId } from "../../../contract/ids.ts";
import { times } from "../../../contract/times.ts";
import type { Database } from "../database.ts";
import { SessionEnded } from "./refusals.ts";

/** How long a list of ended sessions counts as current, in milliseconds. */
const currentMs = 4_000;

/** After this many seconds, no access token of an ended session is valid any longer. */
const rememberedSeconds = times.accessTokenSeconds + 5 * 60;

/** Covers transactions that ended a session before the last list was read, but committed after it. */
const overlapSeconds = 60;

/** Sessions per statement: a row is about 60 bytes of JSON, and a result of the Data API at most 1 MiB. */
const pageSize = 10_000;

/**
 * Refuses access tokens whose session has ended, although they have not expired. A function instance asks
 * the database for recently ended sessions at most every four seconds, so that a request needs no separate call. The
 * check comes after the authorizer, whose cached results therefore outlive no session.
 *
 * The statements that send, edit and delete messages and set reactions check the session themselves and refuse
 * immediately.
 */
export class LiveSessions {
  readonly #db: Database;
  /** The ended sessions, with the time at which this instance learned of them. */
  readonly #ended = new Map<string, number>();
  #listedAt: number | undefined;
  #listing: Promise<void> | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @throws {SessionEnded} */
  async require(sessionId: SessionId): Promise<void> {
    if (this.#listedAt === undefined || Date.now() - this.#listedAt >= currentMs) {
      this.#listing ??= this.#list().finally(() => {
        this.#listing = undefined;
      });
      await this.#listing;
    }
    if (this.#ended.has(sessionId)) throw new SessionEnded();
  }

  async #list(): Promise<void> {
    const now = Date.now();
    const seconds =
      this.#listedAt === undefined
        ? rememberedSeconds
        : Math.min(rememberedSeconds, (now - this.#listedAt) / 1000 + overlapSeconds);
    for (let last = "00000000-0000-0000-0000-000000000000"; ; ) {
      const { rows } = await sql<{ id: string }>`
        SELECT id FROM sessions
        WHERE ended_at > now() - ${seconds}::float8 * interval '1 second' AND id > ${last}::uuid
        ORDER BY id LIMIT ${pageSize}`.execute(this.#db.repeatable);
      for (const { id } of rows) this.#ended.set(id, now);
      last = rows.at(-1)?.id ?? last;
      if (rows.length < pageSize) break;
    }
    for (const [id, learnedAt] of this.#ended) {
      if (now - learnedAt > rememberedSeconds * 1000) this.#ended.delete(id);
    }
    this.#listedAt = now;
  }
}

import type { ConversationId } from "../contract/ids.ts";
import type { Calls } from "./calls/calls.ts";
import type { Connection } from "./connection/connection.ts";
import type { ConversationList } from "./conversations/conversation-list.ts";
import type { CustomEmojis } from "./emoji/custom-emoji.ts";
import { isExpected, type ReportError } from "./errors.ts";
import type { Inbox } from "./events/inbox.ts";
import { ifOffered } from "./http/problem-error.ts";
import type { Saved } from "./saved/saved.ts";
import type { Store } from "./store.ts";
import type { Threads } from "./threads/threads.ts";
import { syncTimelines } from "./timelines/sync.ts";
import { openedIds } from "./timelines/sync-positions.ts";
import type { TimelineStore } from "./timelines/timeline-store.ts";
import type { Timelines } from "./timelines/timelines.ts";

/** The minimum time before another attempt, if catching up failed although the connection is open. */
const retryMs = 1_000;

export interface CatchUpOptions {
  store: Store;
  connection: Connection;
  conversations: ConversationList;
  timelines: TimelineStore;
  history: Timelines;
  inbox: Inbox;
  threads: Pick<Threads, "catchUp">;
  saved: Pick<Saved, "catchUp">;
  calls: Pick<Calls, "catchUp">;
  emoji: Pick<CustomEmojis, "catchUp">;
  onDone: () => void;
  reportError: ReportError;
}

/** Fetches everything that was missed while no connection was open. */
export class CatchUp {
  readonly #options: CatchUpOptions;
  /** Counts the connections, so that an attempt for an earlier one stops. */
  #connections = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** Starts when a connection has opened. */
  start(): void {
    void this.#run(++this.#connections);
  }

  stop(): void {
    clearTimeout(this.#retry);
  }

  /** Asks the server for the messages and changes that these timelines lack. @throws {ProblemError} */
  sync(ids: readonly ConversationId[]): Promise<void> {
    return syncTimelines(this.#options, ids);
  }

  async #run(run: number): Promise<void> {
    const {
      store,
      connection,
      conversations,
      timelines,
      history,
      threads,
      saved,
      calls,
      emoji,
      onDone,
      reportError,
    } = this.#options;
    const isCurrent = () => run === this.#connections && connection.isOpen;
    clearTimeout(this.#retry);
    try {
      const listing = await conversations.refresh();
      await history.renewFarBehind();
      // Conversations beyond sync's limit catch up when a gap shows.
      const synced = openedIds(store.state);
      await this.sync(synced);
      timelines.forgetUnsynced(synced);
      await Promise.all([ifOffered(threads.catchUp()), saved.catchUp(), calls.catchUp(), emoji.catchUp()]);
      if (isCurrent()) onDone();
      await conversations.complete(listing, isCurrent);
    } catch (error) {
      if (!isExpected(error)) reportError(error, { operation: "catchUp" });
      // If the connection was lost, the next one catches up.
      const again = () => {
        if (isCurrent()) void this.#run(run);
      };
      this.#retry = setTimeout(again, retryMs * (1 + Math.random()));
    }
  }
}

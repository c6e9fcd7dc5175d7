import type { ConversationId } from "../../contract/ids.ts";
import type { Connection } from "../connection/connection.ts";
import type { Inbox } from "../events/inbox.ts";
import type { Store } from "../store.ts";
import { syncPositions } from "./sync-positions.ts";
import type { TimelineStore } from "./timeline-store.ts";

export interface SyncOptions {
  store: Store;
  connection: Pick<Connection, "request">;
  timelines: Pick<TimelineStore, "takeChanges">;
  inbox: Pick<Inbox, "receive">;
}

/**
 * Asks for the messages and changes after the known ones of these conversations, page by page. Leaves out a
 * conversation once its timeline is gone, because the user was removed: a timeline that takes no messages makes no
 * progress, so the server would return the same page again and again.
 *
 * @throws {ProblemError}
 */
export async function syncTimelines(
  { store, connection, timelines, inbox }: SyncOptions,
  ids: readonly ConversationId[],
): Promise<void> {
  for (let more = true; more; ) {
    const open = ids.filter((id) => store.state.timelines.get(id)?.isLoaded);
    if (open.length === 0) return;
    const answer = await connection.request({ action: "sync", ...syncPositions(store.state, open) });
    if (answer.type !== "sync") return;
    for (const message of answer.messages) inbox.receive(message);
    timelines.takeChanges(answer);
    more = answer.more;
  }
}

import { merged } from "../conversations/conversation-changes.ts";
import type { Replies } from "../threads/replies.ts";
import { mergedThread } from "../threads/thread-changes.ts";
import { lastSeq, type Timeline } from "../timelines/timeline.ts";
import { isSaved, type SavedState, type Snapshot, snapshotOf, stateOf } from "./snapshot.ts";

/**
 * Applies the changes between two entries of one tab to the stored ones, which another tab may have changed meanwhile.
 *
 * @param newer  chooses or merges, if both tabs have changed an entry
 */
function withChangesOf<K, V>(
  stored: ReadonlyMap<K, V>,
  before: ReadonlyMap<K, V>,
  now: ReadonlyMap<K, V>,
  newer: (stored: V, changed: V) => V,
): Map<K, V> {
  const fromOthers = [...stored].filter(([id]) => !now.has(id) && !before.has(id));
  const own = [...now].flatMap(([id, entry]): [K, V][] => {
    const other = stored.get(id);
    if (entry === before.get(id)) return other === undefined ? [] : [[id, other]];
    return [[id, other === undefined ? entry : newer(other, entry)]];
  });
  return new Map([...fromOthers, ...own]);
}

function newerTimeline(stored: Timeline, changed: Timeline): Timeline {
  if (!isSaved(changed)) return stored;
  if (stored.revision !== changed.revision) return stored.revision > changed.revision ? stored : changed;
  return lastSeq(stored) > lastSeq(changed) ? stored : changed;
}

const lastReplySeq = ({ messages }: Replies) => messages.at(-1)?.seq ?? 0;
const newerReplies = (stored: Replies, changed: Replies) =>
  lastReplySeq(stored) > lastReplySeq(changed) ? stored : changed;

/**
 * Returns the snapshot to store after this tab's state has changed. Tabs share one snapshot, so a tab writes only its
 * own changes, and never an older version of an entry.
 *
 * @param before  the state that this tab stored or restored last
 */
export function changedSnapshot(
  snapshot: Snapshot | undefined,
  before: SavedState,
  now: SavedState,
): Snapshot {
  if (!snapshot) return snapshotOf(now);
  const stored = stateOf(snapshot);
  return snapshotOf({
    conversations: withChangesOf(stored.conversations, before.conversations, now.conversations, merged),
    timelines: withChangesOf(stored.timelines, before.timelines, now.timelines, newerTimeline),
    threads: withChangesOf(stored.threads, before.threads, now.threads, mergedThread),
    replies: withChangesOf(stored.replies, before.replies, now.replies, newerReplies),
  });
}

import { deletePersonalData } from "../../../client/browser/personal-data.ts";
import type { UserId } from "../../../contract/ids.ts";
import { forgetRecentEmoji } from "../emoji/recent-emoji.ts";
import { unsubscribe } from "../notifications/unsubscribe.ts";
import { sharedCache } from "../share/shared-cache.ts";

/** The cache with the page's own files: see `service-worker.js`. */
const pageCache = /^chatflow\.page\./;

async function deleteCaches({ keepShared }: { keepShared: boolean }): Promise<void> {
  // Browsers offer caches in secure contexts only.
  if (!("caches" in window)) return;
  const names = await caches.keys();
  const isKept = (name: string) => pageCache.test(name) || (keepShared && name === sharedCache);
  await Promise.all(names.filter((name) => !isKept(name)).map((name) => caches.delete(name)));
}

export interface UserChange {
  /** The user who is signed in now, in any tab. This user's data stays. */
  user: UserId | undefined;
  /** The user who was signed in before in this tab. */
  previous: UserId | undefined;
}

/**
 * Removes everything that this device holds of users who are no longer signed in: drafts, unsent messages, snapshots,
 * cached answers, notifications and the push subscription. The device may belong to another person.
 */
export async function leaveNothing({ user, previous }: UserChange): Promise<void> {
  const isOver = user === undefined || (previous !== undefined && previous !== user);
  // A visitor who shares something signs in next. Any other visit without a session deletes what was shared.
  const isSharing = previous === undefined && window.location.pathname === "/share";
  if (isOver) forgetRecentEmoji();
  await Promise.all([
    deletePersonalData({ storage: window.localStorage, keep: user, previous }),
    deleteCaches({ keepShared: !isOver || isSharing }),
    isOver ? unsubscribe() : undefined,
  ]);
}

import type { DBSchema } from "idb";
import type { MessageId, UserId } from "../../contract/ids.ts";
import { isChange, type Outbox, OutboxMessage, OutboxNews } from "../outbox/outbox.ts";
import { OutboxChange } from "../outbox/outbox-change.ts";
import { personalPrefixes } from "../personal-prefixes.ts";
import { openPersonal } from "./personal-database.ts";

interface Messages extends DBSchema {
  messages: { key: MessageId; value: OutboxMessage };
}

/** Changes have a separate database, because the previous release could not read them among the messages. */
interface Changes extends DBSchema {
  changes: { key: string; value: OutboxChange };
}

/** An outbox that survives a reload of the page. Each user on this device has one. */
export function indexedDbOutbox(userId: UserId): Outbox {
  const messages = openPersonal<Messages>(personalPrefixes.outbox + userId, (db) => {
    db.createObjectStore("messages", { keyPath: "id" });
  });
  const changes = openPersonal<Changes>(personalPrefixes.changes + userId, (db) => {
    db.createObjectStore("changes", { keyPath: "id" });
  });
  // Releases before 0.3 take only the ids of removed entries.
  const reports = new BroadcastChannel(personalPrefixes.outbox + userId);
  const report = (news: OutboxNews) => reports.postMessage(news);
  const closings = new BroadcastChannel(`${personalPrefixes.outbox}closed.${userId}`);
  return {
    load: async () => {
      const written = (await (await messages).getAll("messages")).map((entry) =>
        OutboxMessage.safeParse(entry),
      );
      const changed = (await (await changes).getAll("changes")).map((entry) => OutboxChange.safeParse(entry));
      // An entry that another release has stored in another form waits for that release.
      const entries = [...written, ...changed].flatMap(({ data }) => data ?? []);
      // Ids of version 7 sort by time.
      return entries.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    put: async (entry) => {
      if (isChange(entry)) await (await changes).put("changes", entry);
      else {
        await (await messages).put("messages", entry);
        report({ put: entry });
      }
    },
    remove: async (entry, sent) => {
      if (isChange(entry)) await (await changes).delete("changes", entry.id);
      else await (await messages).delete("messages", entry.id);
      // Before the entry goes, so that the message never disappears.
      if (sent) report({ sent });
      report(entry.id);
    },
    onNews: (listener) => {
      const onMessage = ({ data }: MessageEvent) => {
        const { data: news } = OutboxNews.safeParse(data);
        if (news !== undefined) listener(news);
      };
      reports.addEventListener("message", onMessage);
      return () => reports.removeEventListener("message", onMessage);
    },
    onTabClosed: (listener) => {
      const announce = () => closings.postMessage(null);
      window.addEventListener("pagehide", announce);
      closings.addEventListener("message", listener);
      return () => {
        window.removeEventListener("pagehide", announce);
        closings.removeEventListener("message", listener);
      };
    },
    alone: async (change, task) => {
      const isWaiting = async () => (await (await changes).getKey("changes", change.id)) !== undefined;
      // Browsers offer locks in secure contexts only.
      if (!("locks" in navigator)) return task(await isWaiting());
      const name = `chatflow.outbox.${userId}.${change.conversationId}`;
      await navigator.locks.request(name, async () => task(await isWaiting()));
    },
  };
}

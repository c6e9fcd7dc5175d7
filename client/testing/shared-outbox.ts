import { isChange, memoryOutbox, type Outbox, type OutboxNews } from "../outbox/outbox.ts";

/** Returns a function that opens the outbox of one browser in a further tab. Each tab gets the reports of the others. */
export function sharedOutbox(): () => Outbox {
  const stored = memoryOutbox();
  const tabs: Set<(news: OutboxNews) => void>[] = [];
  return () => {
    const own = new Set<(news: OutboxNews) => void>();
    tabs.push(own);
    const report = (news: OutboxNews) => {
      for (const tab of tabs) if (tab !== own) for (const listener of tab) listener(news);
    };
    return {
      ...stored,
      put: async (entry) => {
        await stored.put(entry);
        if (!isChange(entry)) report({ put: entry });
      },
      remove: async (entry, sent) => {
        await stored.remove(entry);
        if (sent) report({ sent });
        report(entry.id);
      },
      onNews: (listener) => {
        own.add(listener);
        return () => own.delete(listener);
      },
    };
  };
}

import * as z from "zod/mini";
import { ConversationId, UserId } from "../../../contract/ids.ts";
import { overlaysHere } from "../overlays/use-back-to-close.ts";

/** A search for messages, and the result that was opened last. */
export const Search = z.object({
  text: z.string(),
  filters: z.object({
    conversationId: z.optional(ConversationId),
    isFromMe: z.boolean(),
    after: z.string(),
    before: z.string(),
  }),
  /** The key of the message. */
  current: z.optional(z.string()),
});
export type Search = z.infer<typeof Search>;

/** The name of the panel, also among the overlays of an entry in the browser's history. */
export const searchPanelName = "search";

const Entry = z.object({ reopens: z.extend(Search, { userId: UserId }) });

/** Whether the current entry of the browser's history belongs to the panel, which covers the conversation there. */
export const isSearchEntry = (): boolean => overlaysHere().at(-1) === searchPanelName;

/** Returns the search that a user left at the current entry of the browser's history. */
export function searchHere(userId: UserId): Search | undefined {
  const search = Entry.safeParse(window.history.state).data?.reopens;
  return search?.userId === userId ? search : undefined;
}

/** The state of an entry at which a reload, Back and Forward open the search again. */
export const entryWith = (userId: UserId, search: Search): z.infer<typeof Entry> => ({
  reopens: { ...search, userId },
});

/** Keeps the search in the current entry of the browser's history. */
export function keepHere(userId: UserId, search: Search): void {
  window.history.replaceState({ overlays: overlaysHere(), ...entryWith(userId, search) }, "");
}

/** Forgets the search at the current entry, because its panel has closed. */
export function forgetHere(): void {
  if (Entry.safeParse(window.history.state).success)
    window.history.replaceState({ overlays: overlaysHere() }, "");
}

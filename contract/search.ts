import * as z from "zod/mini";
import { ConversationId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Message } from "./messages.ts";
import { cursor, idInCursor, PageLimit, pageOf } from "./pages.ts";
import type { Routes } from "./route.ts";
import { text } from "./text.ts";

/**
 * The years that a message can be from. PostgreSQL has no year 0, and JavaScript writes years after 9999 in its own
 * way.
 */
const years = z.regex(/^(19[7-9]|2\d\d)\d-/, "invalid-date");

/** A day or a moment: `2026-11-25`, `2026-11-25T10:00:00Z`. */
const Moment = z.pipe(
  z.union(
    [
      z.iso.date().check(years).register(z.globalRegistry, { format: "date" }),
      z.iso.datetime({ offset: true }).check(years).register(z.globalRegistry, { format: "date-time" }),
    ],
    "invalid-date",
  ),
  z.transform((value) => new Date(value).toISOString()),
);

/**
 * The place of the last message of a page: its time in microseconds, its conversation and its sequence number. Cursors
 * of earlier releases, and those of a search by relevance, are the number of messages on the pages before.
 */
export const SearchCursor = cursor(new RegExp(`^(?:\\d{1,4}|\\d{1,17}_${idInCursor}_\\d{1,15})$`));

/**
 * A search for words that all occur in a message. The last one may be incomplete. `"two words"` is a phrase, and
 * `-word` excludes a word. Operators such as `from:ada` limit the search, and work without words too
 * (`contract/finding/operators.ts`). Operators that name nothing are words. The newest messages come first, or the most
 * relevant ones of the newest 1,000.
 */
export const SearchQuery = z.object({
  query: text(1, limits.searchQuery),
  conversationId: z.optional(ConversationId),
  from: z.optional(UserId),
  before: z.optional(Moment),
  after: z.optional(Moment),
  sort: z.optional(z.enum(["newest", "relevance"])),
  cursor: z.optional(SearchCursor),
  limit: z.optional(PageLimit),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** A found message, and the matching part of its text, in pieces. */
export const SearchHit = z
  .object({
    message: Message,
    excerpt: z.array(z.object({ text: z.string(), isMatch: z.boolean() })),
  })
  .register(z.globalRegistry, { id: "SearchHit" });
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchPage = z
  .extend(pageOf(SearchHit), {
    /** Operators of the query that name no user or conversation. The server searches for their text. Absent if there are none. */
    searchedAsText: z.optional(z.array(z.string())),
  })
  .register(z.globalRegistry, { id: "SearchPage" });
export type SearchPage = z.infer<typeof SearchPage>;

export const searchRoutes = {
  search: {
    method: "GET",
    path: "/search",
    access: "signed-in",
    query: SearchQuery,
    isByPosition: true,
    answers: { 200: SearchPage },
  },
} as const satisfies Routes;

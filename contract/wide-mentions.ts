import * as z from "zod/mini";

/** The words that mention many people: all participants, or those who are online. */
export const wideMentions = ["channel", "here"] as const;
export const WideMention = z.enum(wideMentions);
export type WideMention = z.infer<typeof WideMention>;

/**
 * Usernames that new accounts cannot have, because they read as a mention of many people. An existing account keeps
 * such a name, and mentions of it mean that person in the conversations where they take part.
 */
export const reservedNames: readonly string[] = [...wideMentions, "all", "everyone"];

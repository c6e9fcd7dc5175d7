import type { User } from "../../../contract/users.ts";

/** One way to complete the typed token. */
export interface Suggestion {
  /** The text that replaces the token. */
  replacement: string;
  /** The user whose picture is shown before the label. */
  user?: User;
  emoji?: string;
  label: string;
  hint: string;
  /** Whether Enter inserts it although the user has not moved to it. */
  isMeant: boolean;
}

/** The most suggestions that the page shows. */
export const mostSuggestions = 8;

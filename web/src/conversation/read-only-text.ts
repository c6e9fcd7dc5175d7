import type { Conversation } from "../../../contract/conversations.ts";
import type { Texts } from "../i18n/page-texts.ts";

/** Explains why the user cannot write in a conversation. Undefined if they can. */
export function readOnlyText(
  { archivedAt, postingRule, role }: Conversation,
  { conversation: texts }: Texts,
): string | undefined {
  if (archivedAt !== undefined) return texts.isArchived;
  return postingRule === "admins" && role === "member" ? texts.adminsPost : undefined;
}

import type { Conversation } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import { otherOf } from "../conversation/names.ts";

/** Returns the value by which the operator `in:` names a conversation. A group without a name has none. */
export function operatorNameOf(conversation: Conversation, me: UserId): string | undefined {
  const other = otherOf(conversation, me)?.user;
  const { kind, name } = conversation;
  if (other) return `@${other.username}`;
  if (!name) return undefined;
  return kind === "channel" ? `#${name}` : name;
}

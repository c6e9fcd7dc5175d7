import { Avatar, Indicator } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import type { Conversation } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import { otherOf, titleOf } from "./names.ts";

export interface ConversationAvatarProps {
  conversation: Conversation;
  me: UserId;
  /** Pixels. */
  size: number;
}

/** The picture of a conversation, with a dot while the other person is online. */
export function ConversationAvatar({ conversation, me, size }: ConversationAvatarProps) {
  const isOnline = otherOf(conversation, me)?.online === true;
  return (
    <Indicator
      disabled={!isOnline}
      color="green"
      position="bottom-end"
      offset={size * 0.15}
      size={12}
      withBorder
      aria-label={isOnline ? "Online" : undefined}
      flex="none"
    >
      <Avatar name={titleOf(conversation, me)} color="initials" size={size}>
        {conversation.isGroupChat && <IconUsers size={size / 2} />}
      </Avatar>
    </Indicator>
  );
}

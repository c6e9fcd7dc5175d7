import { Indicator } from "@mantine/core";
import { IconHash, IconLock, IconUsers } from "@tabler/icons-react";
import { type Conversation, kindOf } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { Avatar } from "../people/avatar.tsx";
import { otherOf, titleOf } from "./names.ts";

export interface ConversationAvatarProps {
  conversation: Conversation;
  me: UserId;
  /** Width and height in CSS pixels. */
  size: number;
}

/** The picture of a conversation. A dot marks a direct conversation whose other participant is online. */
export function ConversationAvatar({ conversation, me, size }: ConversationAvatarProps) {
  const texts = useTexts();
  const isOnline = otherOf(conversation, me)?.online === true;
  return (
    <Indicator
      disabled={!isOnline}
      color="green"
      position="bottom-end"
      offset={size * 0.15}
      size={size < 32 ? 9 : 12}
      withBorder
      {...(isOnline && { role: "img", "aria-label": texts.conversation.online })}
      flex="none"
    >
      <Avatar
        id={otherOf(conversation, me)?.user.id ?? conversation.id}
        name={titleOf(conversation, me, texts)}
        pictureId={
          conversation.isGroupChat ? conversation.pictureId : otherOf(conversation, me)?.user.pictureId
        }
        size={size}
      >
        {conversation.isGroupChat && <KindIcon conversation={conversation} size={size / 2} />}
      </Avatar>
    </Indicator>
  );
}

/** A hash for a channel, a lock for a private group with a name, and people for one without. */
export function KindIcon({ conversation, size }: { conversation: Conversation; size: number }) {
  if (kindOf(conversation) === "channel") return <IconHash size={size} />;
  return conversation.name === null ? <IconUsers size={size} /> : <IconLock size={size} />;
}

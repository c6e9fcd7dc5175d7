import { IconHash, IconLock, IconUsers } from "@tabler/icons-react";
import { type Conversation, kindOf } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { Avatar } from "../people/avatar.tsx";
import classes from "./conversation-avatar.module.css";
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
    <span
      className={classes.place}
      {...(isOnline && { role: "img", "aria-label": texts.conversation.online })}
    >
      <Avatar
        id={otherOf(conversation, me)?.user.id ?? conversation.id}
        name={titleOf(conversation, me, texts)}
        pictureId={
          conversation.isGroupChat ? conversation.pictureId : otherOf(conversation, me)?.user.pictureId
        }
        size={size}
      >
        {conversation.isGroupChat && <KindIcon conversation={conversation} avatarSize={size} />}
      </Avatar>
      {isOnline && <span className={classes.online} data-small={size < 32} />}
    </span>
  );
}

export interface KindIconProps {
  conversation: Pick<Conversation, "kind" | "isGroupChat" | "name">;
  /** The size of the avatar that contains the icon. */
  avatarSize: number;
}

/** A hash for a channel, a lock for a private group with a name, and people for one without. */
export function KindIcon({ conversation, avatarSize }: KindIconProps) {
  const size = avatarSize < 24 ? 16 : Math.round(avatarSize * 0.55);
  if (kindOf(conversation) === "channel") return <IconHash size={size} />;
  return conversation.name === null ? <IconUsers size={size} /> : <IconLock size={size} />;
}

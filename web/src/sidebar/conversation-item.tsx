import { VisuallyHidden } from "@mantine/core";
import { IconAt, IconBellOff, IconPencil } from "@tabler/icons-react";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { Link } from "wouter";
import { type Conversation, kindOf } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { ConversationAvatar } from "../conversation/conversation-avatar.tsx";
import { nameOf, otherOf, titleOf } from "../conversation/names.ts";
import type { Texts } from "../i18n/page-texts.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { useForwardKey } from "../keyboard/use-forward-key.ts";
import { PlainLine, PreviewLine } from "../message/plain-line.tsx";
import { SystemPlace } from "../message/system-place.tsx";
import { useMenuGesture } from "../overlays/use-menu-gesture.ts";
import { StatusMark } from "../people/status-mark.tsx";
import { usePerson } from "../people/use-people.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { counted } from "./counted.ts";
import { ItemMenu } from "./item-menu.tsx";
import classes from "./sidebar.module.css";

/** A text behind a label. The text is isolated, because it may run in another direction than the page's language. */
const Labelled = ({ label, text }: { label: string; text: ReactNode }) => (
  <>
    {label} <bdi>{text}</bdi>
  </>
);

/** Returns a preview of the last message, which names its author in a group. */
function preview(conversation: Conversation, me: UserId, sender: User | undefined, texts: Texts): ReactNode {
  const { lastMessage } = conversation;
  if (!lastMessage) return texts.list.noMessages;
  if (lastMessage.system) return <SystemPlace message={lastMessage} />;
  const text = <PreviewLine message={lastMessage} />;
  if (lastMessage.senderId === me) return <Labelled label={texts.list.you} text={text} />;
  if (!conversation.isGroupChat || !sender) return text;
  return (
    <>
      <bdi>{nameOf(sender)}</bdi>: <bdi>{text}</bdi>
    </>
  );
}

export interface ConversationItemProps {
  conversation: Conversation;
  me: UserId;
  isOpen: boolean;
  /** The item is a single line without a preview. */
  isCompact: boolean;
}

/**
 * A conversation in the list: title, preview and time of the last message, and number of unread ones. Its menu opens
 * with a button that appears with the pointer or the focus, with a right click, with a long press, and with keys.
 */
export function ConversationItem({ conversation, me, isOpen, isCompact }: ConversationItemProps) {
  const { drafts } = useChat();
  const texts = useTexts();
  const times = useTimes();
  const forwardKey = useForwardKey();
  const [isActive, setActive] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  // The item of the open conversation shows no draft, and typing must not render it.
  const draft = useSyncExternalStore(drafts.subscribe, () =>
    isOpen ? "" : drafts.get(conversation.id).text,
  );
  const { unreadCount, mentionCount, lastMessage, settings } = conversation;
  const sender = usePerson(conversation.isGroupChat && !isCompact ? lastMessage?.senderId : undefined);
  const hasCall = useChatState(({ calls }) => calls.has(conversation.id));
  const other = otherOf(conversation, me);
  const isMuted = settings.notify === "nothing";
  const isNew = unreadCount > 0 && !isMuted;
  const isPrivate = conversation.name !== null && kindOf(conversation) === "group";
  const isDraft = draft !== "";
  const menuGesture = useMenuGesture(() => {
    setActive(true);
    setMenuOpen(true);
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shows the button for the menu, which keys also open
    <div
      className={classes.itemPlace}
      onMouseEnter={() => setActive(true)}
      onMouseLeave={({ currentTarget }) => setActive(currentTarget.contains(document.activeElement))}
      onFocus={() => setActive(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setActive(false);
      }}
    >
      <Link
        {...menuGesture}
        href={`/c/${conversation.id}`}
        className={classes.item ?? ""}
        // A long press would drag the link instead of opening the menu.
        draggable={false}
        aria-current={isOpen ? "page" : undefined}
        aria-keyshortcuts={`Shift+F10 ${forwardKey}`}
        data-unread={unreadCount > 0}
        data-muted={isMuted}
      >
        <ConversationAvatar conversation={conversation} me={me} size={isCompact ? 20 : 36} />
        <span className={classes.itemLine}>
          <span className={classes.itemTitle} data-new={isNew} dir="auto">
            {titleOf(conversation, me, texts)}
            {isPrivate && <VisuallyHidden>{texts.list.isPrivate}</VisuallyHidden>}
            {other && <StatusMark user={other.user} />}
          </span>
          <span className={classes.itemTime}>
            {hasCall && (
              <span role="img" aria-label={texts.list.call}>
                📞
              </span>
            )}
            {isMuted && <IconBellOff size={14} role="img" aria-label={texts.list.muted} />}
            {lastMessage && !isCompact && (
              <time dateTime={lastMessage.createdAt}>{times.shortTime(lastMessage.createdAt)}</time>
            )}
          </span>
        </span>
        <span className={classes.itemLine}>
          {!isCompact && (
            <span className={classes.itemPreview} data-new={isNew} data-draft={isDraft} dir="auto">
              {isDraft ? (
                <Labelled label={texts.list.draft} text={<PlainLine content={draft} />} />
              ) : (
                preview(conversation, me, sender, texts)
              )}
            </span>
          )}
          <span className={classes.itemCounts}>
            {isCompact && isDraft && <IconPencil size={14} role="img" aria-label={texts.list.draft} />}
            {mentionCount > 0 && (
              <span
                className={classes.count}
                data-kind="mention"
                role="img"
                aria-label={texts.list.mentions({ count: mentionCount })}
              >
                <IconAt size={12} stroke={3} />
              </span>
            )}
            {unreadCount > 0 && (
              <span
                className={classes.count}
                data-kind={isMuted ? "muted" : "unread"}
                role="img"
                aria-label={texts.list.unread({ count: unreadCount })}
              >
                {counted(unreadCount)}
              </span>
            )}
          </span>
        </span>
      </Link>
      {(isActive || isMenuOpen) && (
        <ItemMenu conversation={conversation} isOpen={isMenuOpen} onChange={setMenuOpen} />
      )}
    </div>
  );
}

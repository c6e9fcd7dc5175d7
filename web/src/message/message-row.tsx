import { Group, Text, VisuallyHidden } from "@mantine/core";
import { IconAlertCircle, IconClock } from "@tabler/icons-react";
import { type FocusEvent, lazy, type MouseEvent, useState } from "react";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { effectiveMentions } from "../../../contract/mentions.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import type { Row } from "../conversation/rows.ts";
import { LazyPart } from "../errors/lazy-part.tsx";
import { ForwardedLine } from "../forward/forwarded-line.tsx";
import { EditedMark } from "../history/edited-mark.tsx";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { usePanel } from "../panel/panel-context.tsx";
import { Avatar } from "../people/avatar.tsx";
import { PollPlace } from "../polls/poll-place.tsx";
import { SavedMark } from "../saved/saved-mark.tsx";
import { useChat } from "../session/chat-context.tsx";
import { ThreadLine } from "../threads/thread-line.tsx";
import { Attachments } from "./attachments.tsx";
import { FailedPlace } from "./failed-place.tsx";
import type { MentionLook } from "./formatted-text.tsx";
import classes from "./message.module.css";
import { MessageText } from "./message-text.tsx";
import { MessageToolbar } from "./message-toolbar.tsx";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";
import { SystemLine } from "./system-line.tsx";

const LinkPreviews = lazy(() => import("../link-previews/link-previews.tsx"));
const ProfilePanel = lazy(() => import("../people/profile-panel.tsx"));

export interface MessageRowProps {
  row: Row;
  /** The users that have loaded, usually including the author. */
  people: ReadonlyMap<UserId, User>;
  mentionLook: MentionLook;
  conversationId: ConversationId;
  /** The line "New messages" is shown above the row. */
  isFirstUnread: boolean;
  /** Set if the user navigated to this message. The number changes with each visit, which restarts the highlight. */
  focusCount: number | undefined;
  /** The user may also delete messages of others. */
  runsGroup: boolean;
}

/** One message. The first of a group shows the author and time, and the user's own messages show their status. */
export function MessageRow({
  row,
  people,
  mentionLook,
  conversationId,
  isFirstUnread,
  focusCount,
  runsGroup,
}: MessageRowProps) {
  const { me } = useChat();
  const texts = useTexts();
  const times = useTimes();
  const panel = usePanel();
  const [isActive, setActive] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const sender = people.get(row.senderId);
  const message = row.state === "sent" ? row.message : undefined;
  const isDeleted = message?.deletedAt !== undefined;
  const isWaiting = row.state === "sent" && row.changes.some(({ failure }) => failure === undefined);
  const openProfile = () =>
    panel.open(<ProfilePanel id={row.senderId} />, { name: "profile", of: conversationId });
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setActive(false);
  };
  const onMouseLeave = ({ currentTarget }: MouseEvent) => {
    // A user of the keyboard may still have the focus in the message.
    if (!currentTarget.matches(":focus-visible, :has(:focus-visible)")) setActive(false);
  };
  const text = row.message.content !== "" && (
    <MessageText
      content={row.message.content}
      mentionLook={mentionLook}
      mentions={message && effectiveMentions(message)}
    />
  );
  return (
    <>
      {row.startsDay && (
        <div className={classes.day}>
          <span>{times.dayName(row.createdAt)}</span>
        </div>
      )}
      {isFirstUnread && (
        <div className={classes.firstUnread} data-first-unread>
          <span>{texts.conversation.newMessages}</span>
        </div>
      )}
      {message?.system ? (
        <SystemLine message={message} />
      ) : (
        <article
          className={classes.row}
          data-starts-group={row.startsGroup}
          data-state={row.state}
          data-message={row.id}
          data-focus={focusCount === undefined ? undefined : focusCount % 2}
          aria-label={sender && `${nameOf(sender)}, ${times.clockTime(row.createdAt)}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the focus between messages
          tabIndex={0}
          onMouseEnter={() => setActive(true)}
          onMouseLeave={onMouseLeave}
          onFocus={() => setActive(true)}
          onBlur={onBlur}
        >
          <div className={classes.gutter}>
            {row.startsGroup ? (
              <button
                type="button"
                className={classes.person}
                tabIndex={-1}
                aria-hidden
                onClick={openProfile}
              >
                <Avatar
                  id={row.senderId}
                  name={sender ? nameOf(sender) : "?"}
                  pictureId={sender?.pictureId}
                  size={36}
                />
              </button>
            ) : (
              <time className={classes.hoverTime} dateTime={row.createdAt}>
                {times.clockTime(row.createdAt)}
              </time>
            )}
          </div>
          <div className={classes.body}>
            {row.startsGroup && (
              <Group gap="xs" wrap="nowrap" align="baseline">
                <button type="button" className={classes.person} onClick={openProfile}>
                  <bdi className={classes.name}>{sender ? nameOf(sender) : " "}</bdi>
                </button>
                <Text
                  size="xs"
                  c="dimmed"
                  component="time"
                  dateTime={row.createdAt}
                  title={times.fullTime(row.createdAt)}
                  flex="none"
                >
                  {times.clockTime(row.createdAt)}
                </Text>
              </Group>
            )}
            {message?.pinnedAt && (
              <Text size="xs" c="dimmed">
                📌 {texts.message.pinned}
              </Text>
            )}
            {message && !isDeleted && <SavedMark message={message} />}
            {message?.forwarded && <ForwardedLine forwarded={message.forwarded} />}
            {row.message.replyTo && !isDeleted && (
              <Quote conversationId={conversationId} messageId={row.message.replyTo} from={message?.seq} />
            )}
            {isDeleted ? (
              <Text size="sm" fs="italic" c="dimmed">
                {texts.message.deleted}
              </Text>
            ) : (
              <div className={classes.content} dir="auto">
                {message?.poll ? (
                  <PollPlace message={message} poll={message.poll} runsGroup={runsGroup}>
                    {text}
                  </PollPlace>
                ) : (
                  text
                )}
                {message?.editedAt && <EditedMark message={message} editedAt={message.editedAt} />}
              </div>
            )}
            {row.message.attachments && !isDeleted && (
              <Attachments
                conversationId={conversationId}
                attachments={row.message.attachments}
                isSent={message !== undefined}
              />
            )}
            {message?.previews && (
              <LazyPart name="link previews" fallback={null}>
                <LinkPreviews message={message} />
              </LazyPart>
            )}
            {message && message.reactions.length > 0 && <Reactions message={message} people={people} />}
            {message && <ThreadLine message={message} people={people} />}
            {row.state === "failed" && <FailedPlace message={row.message} />}
            {row.state === "sent" &&
              row.changes.map(
                (change) => change.failure !== undefined && <FailedPlace key={change.id} change={change} />,
              )}
          </div>
          {row.senderId === me.id && !isDeleted && <Fate state={isWaiting ? "sending" : row.state} />}
          {(isActive || isBusy) && message && !isDeleted && (
            <MessageToolbar message={message} runsGroup={runsGroup} onBusy={setBusy} />
          )}
        </article>
      )}
    </>
  );
}

/** Shows that a message is on its way, or that it failed. Only screen readers announce that a message has arrived. */
function Fate({ state }: { state: Row["state"] }) {
  const texts = useTexts().message;
  if (state === "sent") {
    return (
      <VisuallyHidden role="img" aria-label={texts.sent} data-fate={state}>
        {" "}
      </VisuallyHidden>
    );
  }
  const props = { size: 16, className: classes.fate, "data-fate": state, role: "img" };
  if (state === "sending") return <IconClock {...props} aria-label={texts.sending} />;
  return <IconAlertCircle {...props} aria-label={texts.notSent} />;
}

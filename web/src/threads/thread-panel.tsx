import { Alert, Button, Center, Checkbox, Loader, Text } from "@mantine/core";
import { useInViewport } from "@mantine/hooks";
import { IconBell, IconBellOff } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { messageKey } from "../../../client/messages/message-key.ts";
import { shownReplies } from "../../../client/threads/shown-replies.ts";
import { emptyTimeline } from "../../../client/timelines/timeline.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import { Composer } from "../composer/composer.tsx";
import { titleOf } from "../conversation/names.ts";
import { readOnlyText } from "../conversation/read-only-text.ts";
import { peopleOf, type Row, rowsOfThread } from "../conversation/rows.ts";
import { TypingLine } from "../conversation/typing-line.tsx";
import { useKeepEnd } from "../conversation/use-keep-end.ts";
import { useMentionLook } from "../conversation/use-mention-look.ts";
import { useMessage } from "../conversation/use-message.ts";
import { failureText } from "../i18n/failure-text.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { IconButton } from "../icon-button.tsx";
import { GuardedRow } from "../message/guarded-row.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { usePeople } from "../people/use-people.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { usePageVisible } from "../use-page-visible.ts";
import { ThreadRoot } from "./thread-place.ts";
import classes from "./threads.module.css";

export interface ThreadPanelProps {
  id: ConversationId;
  rootId: MessageId;
  /** The reply to show. By default, the newest ones show. */
  seq?: number | undefined;
}

/** The panel of a thread: its root, the replies, and a composer. */
export default function ThreadPanel({ id, rootId, seq }: ThreadPanelProps) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const texts = useTexts();
  const own = useFeatureTexts().threads;
  const conversation = useChatState((state) => state.conversations.get(id));
  const key = messageKey(id, rootId);
  const thread = useChatState((state) => state.threads.get(key));
  const isLoaded = useChatState((state) => state.replies.has(key));
  const [failed, setFailed] = useState<{ key: string; failure: unknown }>();
  const [isOpening, setOpening] = useState(false);
  // The failure of another thread, which the panel showed before, counts no longer.
  const failure = failed?.key === key ? failed.failure : undefined;
  const opened = useRef(0);
  const open = useCallback(() => {
    const turn = ++opened.current;
    setOpening(true);
    const end = (result: typeof failed) => {
      if (turn !== opened.current) return;
      setFailed(result);
      setOpening(false);
    };
    client.threads.open({ conversationId: id, rootId }).then(
      () => end(undefined),
      (error: unknown) => end({ key, failure: error }),
    );
  }, [client, id, rootId, key]);
  useEffect(open, [open]);
  const isLive = useChatState(({ status }) => status === "live");
  // biome-ignore lint/correctness/useExhaustiveDependencies: tries again once, when the connection returns
  useEffect(() => {
    if (isLive && failure !== undefined) open();
  }, [isLive, open]);
  const follow = thread?.isFollowing ? own.unfollow : own.follow;
  return (
    <ThreadRoot value={rootId}>
      <PanelFrame
        title={texts.threads.title}
        fills
        actions={
          thread && (
            <IconButton
              size={36}
              label={follow}
              onClick={() =>
                void attempt(client.threads.setFollowing({ conversationId: id, rootId }, !thread.isFollowing))
              }
            >
              {thread.isFollowing ? <IconBellOff size={20} /> : <IconBell size={20} />}
            </IconButton>
          )
        }
      >
        {failure !== undefined && !isLoaded && (
          <Alert color="red" role="alert" m="md">
            {failureText(texts, failure)}
            <Button mt="sm" size="xs" variant="default" loading={isOpening} onClick={open}>
              {texts.conversation.tryAgain}
            </Button>
          </Alert>
        )}
        {conversation && (
          <Replies
            conversation={conversation}
            rootId={rootId}
            seq={seq}
            hasFailed={failure !== undefined}
            onSent={open}
          />
        )}
        {conversation && <ReplyField conversation={conversation} rootId={rootId} />}
      </PanelFrame>
    </ThreadRoot>
  );
}

interface RepliesProps {
  conversation: Conversation;
  rootId: MessageId;
  seq: number | undefined;
  /** Whether the replies could not be loaded. The root and replies that wait to be sent show nevertheless. */
  hasFailed: boolean;
  /** Called when a reply no longer waits, and the replies could not be loaded. */
  onSent: () => void;
}

/** The root and its replies. Marks the thread as read when the user sees its end. */
function Replies({ conversation, rootId, seq, hasFailed, onSent }: RepliesProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const texts = useTexts();
  const own = useFeatureTexts().threads;
  const { id } = conversation;
  const root = useMessage(id, rootId);
  const key = messageKey(id, rootId);
  const loaded = useChatState((state) => state.replies.get(key));
  const timeline = useChatState((state) => state.timelines.get(id)) ?? emptyTimeline;
  // biome-ignore lint/correctness/useExhaustiveDependencies: these parts of the state determine the result
  const { messages, pending, hasOlder, isLoaded } = useMemo(
    () => shownReplies(client.state, { conversationId: id, rootId }),
    [client, id, rootId, loaded, timeline],
  );
  const { changes } = timeline;
  const rows = useMemo(
    () => rowsOfThread({ root: root ?? undefined, messages, pending, changes }, me.id),
    [root, messages, pending, changes, me.id],
  );
  const people = usePeople(useMemo(() => peopleOf(rows), [rows]));
  const mentionLook = useMentionLook(conversation, me);
  const { ref: end, inViewport: isAtEnd } = useInViewport<HTMLDivElement>();
  const isVisible = usePageVisible();
  const isFollowing = useChatState((state) => state.threads.get(key)?.isFollowing === true);
  const last = messages.at(-1)?.seq;
  useEffect(() => {
    if (isAtEnd && isFollowing && isVisible && last !== undefined)
      client.threads.markRead({ conversationId: id, rootId }, last);
  }, [client, id, rootId, isAtEnd, isFollowing, isVisible, last]);
  const { attach, attachContent, noteBottom, release, toEnd } = useKeepEnd({
    startsAtEnd: seq === undefined,
    isComplete: true,
  });
  const isShown = (isLoaded || hasFailed) && root !== undefined;
  // Sending a reply scrolls to it.
  useEffect(() => {
    if (pending.length > 0) toEnd();
  }, [pending.length, toEnd]);
  const waiting = useRef(0);
  useEffect(() => {
    if (hasFailed && pending.length < waiting.current) onSent();
    waiting.current = pending.length;
  }, [hasFailed, pending.length, onSent]);
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const focused = isShown && seq !== undefined && log.current?.querySelector("[data-focus]");
    if (!focused) return;
    release();
    focused.scrollIntoView({ block: "center" });
    noteBottom();
  }, [isShown, seq, release, noteBottom]);

  if (!isShown) {
    if (hasFailed) return null;
    return (
      <Center flex={1}>
        <Loader size="sm" type="dots" aria-label={own.loading} />
      </Center>
    );
  }
  const row = (each: Row) => (
    <GuardedRow
      key={each.id}
      row={each}
      people={people}
      mentionLook={mentionLook}
      conversationId={id}
      isFirstUnread={false}
      focusCount={each.state === "sent" && each.message.seq === seq ? 1 : undefined}
      runsGroup={conversation.isGroupChat && conversation.role !== "member"}
    />
  );
  const isRoot = ({ id: rowId }: Row) => rowId === rootId;
  return (
    <div className={classes.replies} ref={attach} data-scrolls>
      <div ref={attachContent}>
        {root === null && (
          <Text size="sm" c="dimmed" px="md">
            {texts.message.quoteGone}
          </Text>
        )}
        {rows.filter(isRoot).map(row)}
        {root !== null && !!root.replyCount && (
          <div className={classes.divider}>{texts.threads.replies({ count: root.replyCount })}</div>
        )}
        {hasOlder && (
          <Center>
            <Button
              size="xs"
              variant="subtle"
              onClick={() => void attempt(client.threads.loadOlder({ conversationId: id, rootId }))}
            >
              {own.earlier}
            </Button>
          </Center>
        )}
        <div ref={log} role="log" aria-label={own.log}>
          {rows.filter((each) => !isRoot(each)).map(row)}
        </div>
        <div ref={end} style={{ height: 1 }} />
      </div>
    </div>
  );
}

/** The composer of a thread, with the choice to show the reply in the conversation as well. */
function ReplyField({ conversation, rootId }: { conversation: Conversation; rootId: MessageId }) {
  const { me } = useChat();
  const texts = useTexts();
  const [isAlso, setAlso] = useState(false);
  const readOnly = readOnlyText(conversation, texts);
  const title = titleOf(conversation, me.id, texts);
  if (readOnly !== undefined) {
    return (
      <Text size="sm" c="dimmed" p="md" role="note">
        {readOnly}
      </Text>
    );
  }
  return (
    <>
      <TypingLine conversationId={conversation.id} threadId={rootId} />
      <Checkbox
        className={classes.also}
        size="xs"
        label={texts.threads.also({ title })}
        checked={isAlso}
        onChange={(event) => setAlso(event.currentTarget.checked)}
      />
      <Composer
        id={conversation.id}
        conversation={conversation}
        title={title}
        thread={{ rootId, alsoInConversation: isAlso, onSent: () => setAlso(false) }}
      />
    </>
  );
}

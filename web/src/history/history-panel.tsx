import { Skeleton, Stack, Text } from "@mantine/core";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import { useMessage } from "../conversation/use-message.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "../message/message.module.css";
import { MessageText } from "../message/message-text.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChat } from "../session/chat-context.tsx";
import { ShowMore } from "../show-more.tsx";

export interface HistoryPanelProps {
  conversationId: ConversationId;
  messageId: MessageId;
}

/** The panel with the current text of a message and its earlier versions, newest first. */
export default function HistoryPanel({ conversationId, messageId }: HistoryPanelProps) {
  const { client } = useChat();
  const texts = useTexts();
  const times = useTimes();
  const { title, now, none } = useFeatureTexts().history;
  const message = useMessage(conversationId, messageId);
  const versions = useInfiniteQuery({
    // Each edit adds a version, and a deletion removes all.
    queryKey: ["versions", conversationId, messageId, message?.editedAt, message?.deletedAt],
    queryFn: ({ pageParam }) => client.messages.versions({ conversationId, messageId }, pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: (before) => before,
  });
  const earlier = (versions.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <PanelFrame title={title}>
      {versions.isPending && <Skeleton height={64} />}
      <QueryFailure query={versions} />
      {message?.deletedAt ? (
        <Text c="dimmed">{texts.message.deleted}</Text>
      ) : (
        <Stack component="ol" gap="lg" m={0} p={0} style={{ listStyle: "none" }}>
          {message && <Version when={now} content={message.content} />}
          {earlier.map(({ number, content, createdAt }) => (
            <Version key={number} when={times.fullTime(createdAt)} dateTime={createdAt} content={content} />
          ))}
        </Stack>
      )}
      {versions.isSuccess && !message?.deletedAt && earlier.length === 0 && (
        <Text c="dimmed" mt="lg">
          {none}
        </Text>
      )}
      <ShowMore
        fullWidth
        mt="md"
        hasMore={versions.hasNextPage}
        onMore={() => void versions.fetchNextPage()}
      />
    </PanelFrame>
  );
}

interface VersionProps {
  when: string;
  dateTime?: string;
  content: string;
}

function Version({ when, dateTime, content }: VersionProps) {
  const { me } = useChat();
  return (
    <li style={{ overflowWrap: "anywhere" }}>
      <Text size="xs" c="dimmed">
        {dateTime ? <time dateTime={dateTime}>{when}</time> : when}
      </Text>
      <div className={classes.content} dir="auto">
        <MessageText
          content={content}
          mentionLook={{ myId: me.id, myUsername: me.username, isParticipant: () => true }}
        />
      </div>
    </li>
  );
}

import { Skeleton, Text } from "@mantine/core";
import { useEffect } from "react";
import { writeOperator } from "../../../contract/finding/operators.ts";
import { hasLinkSign } from "../../../contract/formatting/links-in.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { failureText } from "../i18n/failure-text.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "../message/message-card.module.css";
import { MessageCard } from "../message/message-card.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";

const query = writeOperator({ name: "has", value: "link" });

/** The messages of a conversation that contain links, the most recent one first. */
export function LinkList({ id }: { id: ConversationId }) {
  const { session } = useSession();
  const texts = useTexts();
  const { noLinks } = useFeatureTexts().files;
  // Changes when a loaded message gains or loses a link.
  const loaded = useChatState((state) =>
    (state.timelines.get(id)?.messages ?? [])
      .flatMap(({ seq, content, editedAt }) => (hasLinkSign(content) ? [`${seq} ${editedAt}`] : []))
      .join(),
  );
  const links = useInfiniteQuery({
    queryKey: ["links", id, loaded],
    queryFn: ({ pageParam }) =>
      session.call("search", {
        query: { query, conversationId: id, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: (before) => before,
  });
  const messages = (links.data?.pages ?? []).flatMap((page) => page.items.map(({ message }) => message));
  const update = useChatState((state) => state.latestUpdate);
  // An edited message may not be loaded.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each update
  useEffect(() => {
    const isLink = update && (hasLinkSign(update.content) || messages.some((each) => each.id === update.id));
    if (update?.conversationId === id && isLink) void links.refetch();
  }, [update]);
  return (
    <>
      {links.isPending && <Skeleton height={64} />}
      {links.isError && <Text role="alert">{failureText(texts, links.error)}</Text>}
      {links.isSuccess && messages.length === 0 && <Text c="dimmed">{noLinks}</Text>}
      <ul className={classes.list}>
        {messages.map((message) => (
          <MessageCard key={message.id} listed={message} />
        ))}
      </ul>
      <ShowMore fullWidth mt="md" hasMore={links.hasNextPage} onMore={() => void links.fetchNextPage()} />
    </>
  );
}

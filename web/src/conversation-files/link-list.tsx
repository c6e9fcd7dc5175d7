import { Skeleton, Text } from "@mantine/core";
import { writeOperator } from "../../../contract/finding/operators.ts";
import { hasLinkSign } from "../../../contract/formatting/links-in.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "../message/message-card.module.css";
import { MessageCard } from "../message/message-card.tsx";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useListChanges } from "../queries/use-list-changes.ts";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";

const query = writeOperator({ name: "has", value: "link" });

/** The messages of a conversation that contain links, the most recent one first. */
export function LinkList({ id }: { id: ConversationId }) {
  const { session } = useSession();
  const { noLinks } = useFeatureTexts().files;
  const links = useInfiniteQuery({
    queryKey: ["links", id],
    queryFn: ({ pageParam }) =>
      session.call("search", {
        query: { query, conversationId: id, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
  });
  const messages = (links.data?.pages ?? []).flatMap((page) => page.items.map(({ message }) => message));
  useListChanges({
    id,
    markOf: ({ content, editedAt }) => (hasLinkSign(content) ? `link ${editedAt}` : ""),
    concerns: ({ id: messageId, content }) =>
      hasLinkSign(content) || messages.some((each) => each.id === messageId),
    onChange: () => void links.refetch(),
  });
  return (
    <>
      {links.isPending && <Skeleton height={64} />}
      <QueryFailure query={links} />
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

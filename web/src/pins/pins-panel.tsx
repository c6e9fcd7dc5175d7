import { Skeleton, Stack, Text } from "@mantine/core";
import type { ConversationId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { usePeople } from "../people/use-people.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useListChanges } from "../queries/use-list-changes.ts";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";
import { PinnedMessage } from "./pinned-message.tsx";

/** The panel with the pinned messages of a conversation, the last pinned one first. */
export default function PinsPanel({ id }: { id: ConversationId }) {
  const { session } = useSession();
  const texts = useTexts();
  const own = useFeatureTexts().messages;
  const pins = useInfiniteQuery({
    queryKey: ["pins", id],
    queryFn: ({ pageParam }) =>
      session.call("listPins", { params: { id }, query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
  });
  const items = (pins.data?.pages ?? []).flatMap((page) => page.items);
  useListChanges({
    id,
    markOf: ({ pinnedAt }) => pinnedAt ?? "",
    concerns: ({ id: messageId, pinnedAt }) =>
      pinnedAt !== undefined || items.some((item) => item.id === messageId),
    onChange: () => void pins.refetch(),
  });
  const people = usePeople(items.flatMap(({ senderId, pinnedBy }) => [senderId, pinnedBy ?? senderId]));
  return (
    <PanelFrame title={texts.message.pins}>
      {pins.isPending && <Skeleton height={64} />}
      <QueryFailure query={pins} />
      {pins.isSuccess && items.length === 0 && <Text c="dimmed">{own.noPins}</Text>}
      <Stack component="ul" gap="lg" m={0} p={0} style={{ listStyle: "none" }}>
        {items.map((message) => (
          <PinnedMessage
            key={message.id}
            listed={message}
            people={people}
            onUnpinned={() => void pins.refetch()}
          />
        ))}
      </Stack>
      <ShowMore fullWidth mt="md" hasMore={pins.hasNextPage} onMore={() => void pins.fetchNextPage()} />
    </PanelFrame>
  );
}

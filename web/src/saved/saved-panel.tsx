import { ActionIcon, Skeleton, Text } from "@mantine/core";
import { IconBookmarkOff } from "@tabler/icons-react";
import { useEffect } from "react";
import { keyOf } from "../../../client/messages/message-key.ts";
import type { Message } from "../../../contract/messages.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "../message/message-card.module.css";
import { MessageCard } from "../message/message-card.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { ShowMore } from "../show-more.tsx";
import { useSaved } from "./use-saved.ts";

/** The panel with the messages that the user has saved, the last saved one first. */
export default function SavedPanel() {
  const { client } = useChat();
  const { title, none } = useFeatureTexts().saved;
  const keys = useChatState((state) => state.savedKeys);
  const saved = useInfiniteQuery({
    queryKey: ["saved"],
    queryFn: ({ pageParam }) => client.saved.list(pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
  });
  const { refetch } = saved;
  // The user saves and removes messages here and on other devices.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list changes with the keys
  useEffect(() => void refetch(), [refetch, keys]);
  const items = (saved.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(({ message }) => keys.has(keyOf(message)));
  return (
    <PanelFrame title={title}>
      {saved.isPending && <Skeleton height={64} />}
      <QueryFailure query={saved} />
      {saved.isSuccess && !saved.isFetching && items.length === 0 && <Text c="dimmed">{none}</Text>}
      <ul className={classes.list}>
        {items.map(({ message }) => (
          <MessageCard key={keyOf(message)} listed={message} showsConversation>
            <Remove message={message} />
          </MessageCard>
        ))}
      </ul>
      <ShowMore fullWidth mt="md" hasMore={saved.hasNextPage} onMore={() => void saved.fetchNextPage()} />
    </PanelFrame>
  );
}

function Remove({ message }: { message: Message }) {
  const texts = useTexts().message;
  const { toggle } = useSaved(message);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      aria-label={texts.unsave}
      title={texts.unsave}
      onClick={toggle}
    >
      <IconBookmarkOff size={18} />
    </ActionIcon>
  );
}

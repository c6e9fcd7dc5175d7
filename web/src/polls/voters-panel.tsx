import { Group, Stack, Text, Title } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import { nameOf } from "../conversation/names.ts";
import { useMessage } from "../conversation/use-message.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { Avatar } from "../people/avatar.tsx";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChat } from "../session/chat-context.tsx";
import { ShowMore } from "../show-more.tsx";

export interface VotersPanelProps {
  conversationId: ConversationId;
  messageId: MessageId;
}

/** The panel with the voters of a poll, option by option. */
export default function VotersPanel({ conversationId, messageId }: VotersPanelProps) {
  const texts = useFeatureTexts().polls;
  const poll = useMessage(conversationId, messageId)?.poll;
  return (
    <PanelFrame title={texts.votersTitle}>
      <Stack gap="lg">
        {poll?.options.map(({ text, votes }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option's place is its identity
          <section key={at}>
            <Title order={3} size="h5" mb="xs" dir="auto">
              {text}
            </Title>
            {votes === 0 ? (
              <Text size="sm" c="dimmed">
                {texts.noVotes}
              </Text>
            ) : (
              <Voters of={{ conversationId, messageId }} option={at} version={poll.version} />
            )}
          </section>
        ))}
      </Stack>
    </PanelFrame>
  );
}

/** The users who chose an option, page by page. */
function Voters({ of, option, version }: { of: VotersPanelProps; option: number; version: number }) {
  const { client } = useChat();
  const voters = useInfiniteQuery({
    queryKey: ["voters", of.conversationId, of.messageId, option, version],
    queryFn: ({ pageParam }) => client.polls.voters(of, option, pageParam || undefined),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
  const shown = (voters.data?.pages ?? []).flatMap(({ items }) => items);
  return (
    <Stack gap="xs">
      <QueryFailure query={voters} />
      {shown.map((voter) => (
        <Group key={voter.id} gap="sm" wrap="nowrap">
          <Avatar id={voter.id} name={nameOf(voter)} pictureId={voter.pictureId} size={28} />
          <Text size="sm" truncate>
            <bdi>{nameOf(voter)}</bdi>
          </Text>
        </Group>
      ))}
      <ShowMore fullWidth mt="xs" hasMore={voters.hasNextPage} onMore={() => void voters.fetchNextPage()} />
    </Stack>
  );
}

import { Group, Stack, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { useMessage } from "../conversation/use-message.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { Avatar } from "../people/avatar.tsx";
import { useCurrent } from "../people/use-people.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
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
              <Voters key={poll.version} of={{ conversationId, messageId }} option={at} />
            )}
          </section>
        ))}
      </Stack>
    </PanelFrame>
  );
}

/** The users who chose an option, page by page. */
function Voters({ of, option }: { of: VotersPanelProps; option: number }) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const [voters, setVoters] = useState<User[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  async function load(from?: string): Promise<void> {
    const { items, nextCursor } = await client.polls.voters(of, option, from);
    client.people.take(items);
    setVoters((known) => (from === undefined ? items : [...known, ...items]));
    setCursor(nextCursor);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, because a changed poll shows a new list
  useEffect(() => {
    void attempt(load());
  }, []);
  const shown = useCurrent(voters);
  return (
    <Stack gap="xs">
      {shown.map((voter) => (
        <Group key={voter.id} gap="sm" wrap="nowrap">
          <Avatar id={voter.id} name={nameOf(voter)} pictureId={voter.pictureId} size={28} />
          <Text size="sm" truncate>
            <bdi>{nameOf(voter)}</bdi>
          </Text>
        </Group>
      ))}
      <ShowMore
        fullWidth
        mt="xs"
        hasMore={cursor !== null}
        onMore={() => void attempt(load(cursor ?? undefined))}
      />
    </Stack>
  );
}

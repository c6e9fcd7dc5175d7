import { Skeleton, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import type { Channel } from "../../../contract/channels.ts";
import { isThreadOnly } from "../../../contract/messages.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { ListedMessage } from "../message/listed-message.tsx";
import { SystemPlace } from "../message/system-place.tsx";
import { usePeople } from "../people/use-people.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useSession } from "../session/session-context.tsx";

/** The latest messages of a channel, oldest first, without their actions and files. */
export function PreviewMessages({ channel }: { channel: Channel }) {
  const { session } = useSession();
  const texts = useFeatureTexts().channels;
  const page = useQuery({
    queryKey: ["channel messages", channel.id],
    queryFn: () => session.call("listChannelMessages", { params: { id: channel.id }, query: {} }),
  });
  const messages = useMemo(
    () => page.data?.items.filter((message) => !isThreadOnly(message)).toReversed() ?? [],
    [page.data],
  );
  const people = usePeople(useMemo(() => new Set(messages.map(({ senderId }) => senderId)), [messages]));
  if (!page.data) {
    return (
      <>
        <QueryFailure query={page} />
        {page.isPending && <Skeleton height={64} />}
      </>
    );
  }
  if (messages.length === 0) return <Text c="dimmed">{texts.noMessages}</Text>;
  return (
    <Stack role="log" aria-label={texts.preview({ name: channel.name })} gap="md" tabIndex={0}>
      {messages.map((message) => {
        const sender = people.get(message.senderId);
        if (message.system) {
          return (
            <Text key={message.id} size="sm" c="dimmed" ps={48}>
              <bdi>
                <SystemPlace message={message} />
              </bdi>
            </Text>
          );
        }
        return <ListedMessage key={message.id} message={message} sender={sender} component="article" />;
      })}
    </Stack>
  );
}

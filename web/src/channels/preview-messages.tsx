import { Group, Skeleton, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import type { Channel } from "../../../contract/channels.ts";
import { effectiveMentions } from "../../../contract/mentions.ts";
import { isThreadOnly } from "../../../contract/messages.ts";
import { nameOf } from "../conversation/names.ts";
import { systemText } from "../i18n/system-texts.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "../message/message.module.css";
import { MessageText } from "../message/message-text.tsx";
import { Avatar } from "../people/avatar.tsx";
import { usePeople } from "../people/use-people.ts";
import { useQuery } from "../queries/use-query.ts";
import { useChat } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";

/** The latest messages of a channel, oldest first, without their actions and files. */
export function PreviewMessages({ channel }: { channel: Channel }) {
  const { session } = useSession();
  const { me } = useChat();
  const texts = useFeatureTexts().channels;
  const allTexts = useTexts();
  const times = useTimes();
  const page = useQuery({
    queryKey: ["channel messages", channel.id],
    queryFn: () => session.call("listChannelMessages", { params: { id: channel.id }, query: {} }),
  });
  const messages = useMemo(
    () => page.data?.items.filter((message) => !isThreadOnly(message)).toReversed() ?? [],
    [page.data],
  );
  const people = usePeople(useMemo(() => new Set(messages.map(({ senderId }) => senderId)), [messages]));
  if (page.isPending) return <Skeleton height={64} />;
  if (messages.length === 0) return <Text c="dimmed">{texts.noMessages}</Text>;
  const mentionLook = { myId: me.id, myUsername: me.username, isParticipant: () => true };
  return (
    <Stack role="log" aria-label={texts.preview({ name: channel.name })} gap="md" tabIndex={0}>
      {messages.map((message) => {
        const sender = people.get(message.senderId);
        const name = sender ? nameOf(sender) : "";
        if (message.system) {
          return (
            <Text key={message.id} size="sm" c="dimmed" ps={48}>
              <bdi>{systemText(allTexts.message, message, sender && name)}</bdi>
            </Text>
          );
        }
        return (
          <Group key={message.id} component="article" wrap="nowrap" align="start" gap="sm">
            <Avatar id={message.senderId} name={name || "?"} pictureId={sender?.pictureId} size={36} />
            <div style={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
              <Text size="sm" component="div">
                <Text span inherit fw={600}>
                  <bdi>{name}</bdi>
                </Text>{" "}
                <Text span size="xs" c="dimmed">
                  <time dateTime={message.createdAt}>{times.fullTime(message.createdAt)}</time>
                </Text>
              </Text>
              <div className={classes.content} dir="auto">
                {message.deletedAt ? (
                  <Text size="sm" fs="italic" c="dimmed">
                    {allTexts.message.deleted}
                  </Text>
                ) : (
                  message.content !== "" && (
                    <MessageText
                      content={message.content}
                      mentionLook={mentionLook}
                      mentions={effectiveMentions(message)}
                    />
                  )
                )}
                {message.attachments?.map(({ id, fileName }) => (
                  <Text key={id} size="sm" c="dimmed">
                    {allTexts.message.file({ name: fileName })}
                  </Text>
                ))}
              </div>
            </div>
          </Group>
        );
      })}
    </Stack>
  );
}

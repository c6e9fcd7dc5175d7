import { Alert, Button, Center, Skeleton, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { ProblemError } from "../../../client/http/problem-error.ts";
import type { Channel } from "../../../contract/channels.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { ChannelHeader } from "./channel-header.tsx";
import classes from "./channels.module.css";
import { PreviewMessages } from "./preview-messages.tsx";

export interface ChannelPreviewProps {
  id: ConversationId;
  /** The view that the back button leads to. */
  back: "list" | "channels";
}

/** A channel that the user has not joined: what it is about, its latest messages, and a button to join. */
export function ChannelPreview({ id, back }: ChannelPreviewProps) {
  const { session } = useSession();
  const texts = useFeatureTexts().channels;
  const common = useTexts().conversation;
  const [, navigate] = useLocation();
  const search = useSearch();
  const isJoined = useChatState((state) => state.conversations.has(id));
  const channel = useQuery({
    queryKey: ["channel", id],
    queryFn: () => session.call("getChannel", { params: { id } }),
    retry: false,
  });
  // The user joined here or on another device.
  useEffect(() => {
    if (isJoined) navigate(`/c/${id}`, { replace: true });
  }, [isJoined, id, navigate]);
  const toBack =
    back === "channels"
      ? { href: `/channels?${search}`, label: texts.backToChannels, isAlwaysShown: true }
      : { href: "/", label: texts.back, isAlwaysShown: false };
  if (channel.error instanceof ProblemError && channel.error.status === 404) {
    return (
      <section className={classes.view}>
        <ChannelHeader title={common.cannotOpen} back={{ ...toBack, isAlwaysShown: true }} />
        <Center flex={1} p="xl">
          <Alert color="red" role="alert">
            {texts.notYours}
          </Alert>
        </Center>
      </section>
    );
  }
  const { name = "", topic, description, participantCount } = channel.data ?? {};
  return (
    <section className={classes.view} aria-label={name}>
      <ChannelHeader
        title={
          channel.data ? name : channel.isError ? common.cannotOpen : <Skeleton height={16} width={160} />
        }
        subtitle={
          participantCount !== undefined && (
            <>
              {texts.people({ count: participantCount })}
              {topic && (
                <>
                  {" · "}
                  <bdi>{topic}</bdi>
                </>
              )}
            </>
          )
        }
        back={channel.isError ? { ...toBack, isAlwaysShown: true } : toBack}
      />
      <div className={classes.content}>
        <Stack p="md">
          <QueryFailure query={channel} />
          {description && (
            <Text size="sm" dir="auto" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {description}
            </Text>
          )}
          {channel.data && <PreviewMessages channel={channel.data} />}
        </Stack>
      </div>
      {channel.data && <Foot channel={channel.data} />}
    </section>
  );
}

function Foot({ channel }: { channel: Channel }) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().channels;
  const [isBusy, setBusy] = useState(false);
  const join = async () => {
    setBusy(true);
    await attempt(client.conversations.join(channel.id));
    setBusy(false);
  };
  const isArchived = channel.archivedAt !== undefined;
  return (
    <div className={classes.foot}>
      <Text size="sm">{isArchived ? texts.cannotJoinArchived : texts.youArePreviewing}</Text>
      {!isArchived && (
        <Button
          loading={isBusy}
          aria-label={texts.joinChannel({ name: channel.name })}
          onClick={() => void join()}
        >
          {texts.join}
        </Button>
      )}
    </div>
  );
}

import { Anchor, Button, Text } from "@mantine/core";
import { Link } from "wouter";
import type { Channel } from "../../../contract/channels.ts";
import { KindIcon } from "../conversation/conversation-avatar.tsx";
import { useLeave } from "../conversation/left-here.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Avatar } from "../people/avatar.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import classes from "./channels.module.css";

export interface ChannelItemProps {
  channel: Channel;
  /** The search that has found it, as part of an address. */
  search: string;
  onChange: () => void;
}

/** A channel in the browser: its name, topic and size, with a button to join or leave it. */
export function ChannelItem({ channel, search, onChange }: ChannelItemProps) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().channels;
  const { id, name, topic, participantCount, isJoined, pictureId, archivedAt } = channel;
  const join = async () => {
    if (await attempt(client.conversations.join(id))) onChange();
  };
  const leave = useLeave(id);
  const facts = [
    texts.people({ count: participantCount }),
    isJoined && texts.isJoined,
    archivedAt !== undefined && texts.isArchived,
  ].filter(Boolean);
  return (
    <li className={classes.item}>
      <Avatar id={id} name={name} pictureId={pictureId} size={38}>
        <KindIcon conversation={{ kind: "channel", isGroupChat: true, name }} avatarSize={38} />
      </Avatar>
      <div className={classes.itemText}>
        <Anchor
          component={Link}
          href={isJoined ? `/c/${id}` : `/channels/${id}?${search}`}
          fw={500}
          c="inherit"
          style={{ overflowWrap: "anywhere" }}
        >
          {name}
        </Anchor>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {facts.join(" · ")}
          {topic && (
            <>
              {" · "}
              <bdi>{topic}</bdi>
            </>
          )}
        </Text>
      </div>
      {isJoined ? (
        <Button
          variant="default"
          aria-label={texts.leaveChannel({ name })}
          onClick={() => void leave().then(onChange)}
        >
          {texts.leave}
        </Button>
      ) : (
        archivedAt === undefined && (
          <Button aria-label={texts.joinChannel({ name })} onClick={() => void join()}>
            {texts.join}
          </Button>
        )
      )}
    </li>
  );
}

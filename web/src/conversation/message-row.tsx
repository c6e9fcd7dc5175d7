import { Avatar, Button, Group, Text } from "@mantine/core";
import { IconAlertCircle, IconCheck, IconClock } from "@tabler/icons-react";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { useChat } from "../session/chat-context.tsx";
import classes from "./conversation.module.css";
import { nameOf } from "./names.ts";
import type { Row } from "./rows.ts";
import { clockTime, dayName, fullTime } from "./times.ts";

export interface MessageRowProps {
  row: Row;
  sender: User | undefined;
  me: UserId;
  conversationId: ConversationId;
}

/** One message. Its author and time stand above the first of a group, and its fate beside it if it is mine. */
export function MessageRow({ row, sender, me, conversationId }: MessageRowProps) {
  return (
    <>
      {row.startsDay && (
        <div className={classes.day}>
          <span>{dayName(row.createdAt)}</span>
        </div>
      )}
      <article className={classes.row} data-starts-group={row.startsGroup} data-state={row.state}>
        <div className={classes.gutter}>
          {row.startsGroup ? (
            <Avatar name={sender ? nameOf(sender) : "?"} color="initials" size={36} />
          ) : (
            <time className={classes.hoverTime} dateTime={row.createdAt}>
              {clockTime(row.createdAt)}
            </time>
          )}
        </div>
        <div className={classes.body}>
          {row.startsGroup && (
            <Group gap="xs" wrap="nowrap" align="baseline">
              <Text fw={650} size="sm" truncate>
                {sender ? nameOf(sender) : " "}
              </Text>
              <Text
                size="xs"
                c="dimmed"
                component="time"
                dateTime={row.createdAt}
                title={fullTime(row.createdAt)}
                flex="none"
              >
                {clockTime(row.createdAt)}
              </Text>
            </Group>
          )}
          <div className={classes.content} dir="auto">
            {row.content}
          </div>
          {row.state === "failed" && <Failed row={row} conversationId={conversationId} />}
        </div>
        {row.senderId === me && <Fate state={row.state} />}
      </article>
    </>
  );
}

function Fate({ state }: { state: Row["state"] }) {
  const props = { size: 16, className: classes.fate, "data-fate": state, role: "img" };
  if (state === "sent") return <IconCheck {...props} aria-label="Sent" />;
  if (state === "sending") return <IconClock {...props} aria-label="Sending" />;
  return <IconAlertCircle {...props} aria-label="Not sent" />;
}

function Failed({ row, conversationId }: { row: Row; conversationId: ConversationId }) {
  const { client } = useChat();
  return (
    <Group gap="xs" mt={4} role="alert">
      <Text size="sm" c="var(--mantine-color-error)">
        Not sent. {row.failure}
      </Text>
      <Button size="compact-sm" variant="light" onClick={() => void client.retry(conversationId, row.id)}>
        Try again
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        onClick={() => client.discard(conversationId, row.id)}
      >
        Discard
      </Button>
    </Group>
  );
}

import { Button, Group, Text } from "@mantine/core";
import { type OutboxEntry, type OutboxMessage, textOf } from "../../../client/outbox/outbox.ts";
import type { OutboxChange } from "../../../client/outbox/outbox-change.ts";
import clip from "../clipped.module.css";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useCopy } from "./use-copy.ts";

/** Explains why a message was not sent, and offers what the user can do with it. */
function FailedMessage({ message }: { message: OutboxMessage }) {
  const { client } = useChat();
  const texts = useTexts().message;
  const { conversationId, id: messageId } = message;
  return (
    <Explained
      entry={message}
      explain={texts.failed}
      onRetry={() => void client.messages.retry({ conversationId, messageId })}
      onDiscard={() => client.messages.discard({ conversationId, messageId })}
    />
  );
}

/** Explains why an edit, a deletion or a reaction was not saved. The text of an edit stays until it is discarded. */
function FailedChange({ change }: { change: OutboxChange }) {
  const { client } = useChat();
  const texts = useTexts().message;
  const text = textOf(change);
  return (
    <>
      {text !== "" && (
        <Text size="sm" c="dimmed" dir="auto" className={clip.clipped} style={{ whiteSpace: "pre-wrap" }}>
          {text}
        </Text>
      )}
      <Explained
        entry={change}
        explain={texts.changeNotSaved}
        onRetry={() => void client.messages.retryChange(change)}
        onDiscard={() => client.messages.discardChange(change)}
      />
    </>
  );
}

interface ExplainedProps {
  entry: OutboxEntry;
  explain: (values: { reason: string }) => string;
  onRetry: () => void;
  onDiscard: () => void;
}

function Explained({ entry, explain, onRetry, onDiscard }: ExplainedProps) {
  const { message: texts, problem } = useTexts();
  const copy = useCopy();
  const text = textOf(entry);
  return (
    <Group gap="xs" mt={4} role="alert">
      <Text size="sm" c="var(--mantine-color-error)">
        {explain({ reason: problem({ code: entry.failureCode, detail: entry.failure ?? "" }) })}
      </Text>
      <Button size="compact-sm" variant="light" onClick={onRetry}>
        {texts.tryAgain}
      </Button>
      {text !== "" && (
        <Button size="compact-sm" variant="subtle" onClick={() => copy(text)}>
          {texts.copyText}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onDiscard}>
        {texts.discard}
      </Button>
    </Group>
  );
}

/** Explains a message or a change that the server has refused. */
export default function Failed(props: { message: OutboxMessage } | { change: OutboxChange }) {
  return "message" in props ? <FailedMessage {...props} /> : <FailedChange {...props} />;
}

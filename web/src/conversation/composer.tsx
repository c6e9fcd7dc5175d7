import { ActionIcon, Text, Textarea } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { MessageContent } from "../../../contract/messages.ts";
import { countCharacters } from "../../../contract/text.ts";
import { useChat } from "../session/chat-context.tsx";
import classes from "./conversation.module.css";

/** The limit is shown when this many characters are left. */
const warnAt = 500;

/** Where a message is written. Enter sends, Shift+Enter begins a line. */
export function Composer({ id, title }: { id: ConversationId; title: string }) {
  const { client } = useChat();
  const [text, setText] = useState("");
  const content = text.trim();
  const left = limits.message.max - countCharacters(content);
  const canSend = MessageContent.safeParse(content).success;

  function submit(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    if (!canSend) return;
    void client.send(id, content);
    setText("");
  }

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes a character, Enter belongs to it.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
  }

  return (
    <form className={classes.composer} onSubmit={submit}>
      <Textarea
        aria-label={`Message to ${title}`}
        placeholder={`Message ${title}`}
        autosize
        minRows={1}
        maxRows={8}
        flex={1}
        size="md"
        autoFocus={window.matchMedia("(hover: hover)").matches}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          client.setTyping(id, event.currentTarget.value.trim() !== "");
        }}
        onKeyDown={onKeyDown}
        error={left < 0}
        {...(left < warnAt && { "aria-describedby": "characters-left" })}
      />
      {left < warnAt && (
        <Text
          id="characters-left"
          size="xs"
          c={left < 0 ? "var(--mantine-color-error)" : "dimmed"}
          className={classes.left}
          role="status"
        >
          {left < 0 ? `${-left} too many` : `${left} left`}
        </Text>
      )}
      <ActionIcon
        type="submit"
        size={44}
        aria-label="Send"
        disabled={!canSend}
        variant={canSend ? "filled" : "subtle"}
      >
        <IconSend2 size={22} />
      </ActionIcon>
    </form>
  );
}

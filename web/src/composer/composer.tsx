import { ActionIcon, Text, Textarea } from "@mantine/core";
import { IconCheck, IconMoodSmile, IconPaperclip, IconSend2 } from "@tabler/icons-react";
import {
  type FormEvent,
  type KeyboardEvent,
  lazy,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { countCharacters, isStorableText } from "../../../contract/text.ts";
import { useDraft } from "../conversation/draft-context.tsx";
import { Overlay } from "../errors/failures.tsx";
import { useFilePicker } from "../files/use-file-picker.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import classes from "./composer.module.css";
import { PendingFiles } from "./pending-files.tsx";
import { Suggestions } from "./suggestions.tsx";
import { TargetBanner } from "./target-banner.tsx";
import { insertAt, loadEmoji, loadedEmoji, tokenBefore } from "./typed-token.ts";
import { useSuggestions } from "./use-suggestions.ts";
import { useUploads } from "./use-uploads.ts";

const EmojiPopover = lazy(() => import("../emoji/emoji-popover.tsx"));

/** The composer shows the number of remaining characters from here on. */
const warnAt = 500;

export interface ComposerProps {
  id: ConversationId;
  conversation: Conversation | undefined;
  title: string;
  /** Called for Escape unless the key closes suggestions or cancels a reply or an edit. */
  onEscape: () => void;
}

/** The field for writing a message. Enter sends and Shift+Enter starts a line. Unsent text is saved as a draft. */
export function Composer({ id, conversation, title, onEscape }: ComposerProps) {
  const { client, drafts, me } = useChat();
  const { attempt } = useNotice();
  const { editing, replyTo, edit, stop } = useDraft();
  const texts = useTexts().composer;
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(id));
  const [changed, setChanged] = useState("");
  const [caret, setCaret] = useState(0);
  /** The caret's position after an insertion, applied once React has updated the field. */
  const nextCaret = useRef<number>(undefined);
  const [isPicking, setPicking] = useState(false);
  const text = editing ? changed : draft;
  const content = text.trim();
  const left = limits.message.max - countCharacters(content);
  const uploads = useUploads(id);
  const picker = useFilePicker(uploads.add, { multiple: true });
  const [isDropping, setDropping] = useState(false);
  const hasFiles = editing ? editing.attachments !== undefined : uploads.ready.length > 0;
  const isWaiting = !editing && uploads.isBusy;
  const canSend = (content !== "" || hasFiles) && left >= 0 && isStorableText(content) && !isWaiting;
  const token = tokenBefore(text, caret);
  const suggestions = useSuggestions(id, conversation, token, complete);

  // A layout effect, so that the caret is in place before the next key press.
  useLayoutEffect(() => {
    const at = nextCaret.current;
    if (at === undefined || field.current?.value !== text) return;
    nextCaret.current = undefined;
    field.current.setSelectionRange(at, at);
  });

  useEffect(() => {
    if (editing) setChanged(editing.content);
    if (editing || replyTo) field.current?.focus();
  }, [editing, replyTo]);

  function write(next: string, caretAt?: number) {
    if (editing) setChanged(next);
    else {
      drafts.set(id, next);
      client.presence.setTyping(id, next.trim() !== "");
    }
    if (next.includes(":")) loadEmoji();
    if (caretAt === undefined) return;
    setCaret(caretAt);
    nextCaret.current = caretAt;
  }

  /** Replaces the typed token with the chosen suggestion. */
  function complete(replacement: string) {
    if (!token) return;
    const { text: next, caret: at } = insertAt(text, token.start, caret, replacement);
    write(next, at);
    field.current?.focus();
  }

  function submit(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    if (!canSend) return;
    const spelled = loadedEmoji()?.withEmoji(content) ?? content;
    if (editing) void attempt(client.messages.edit({ conversationId: id, messageId: editing.id }, spelled));
    else {
      const attachments = uploads.ready.length > 0 ? uploads.ready : undefined;
      void client.messages.send(id, spelled, { replyTo: replyTo?.id, attachments });
      drafts.set(id, "");
      uploads.clear();
    }
    stop();
  }

  function editLast() {
    const mine = client.state.timelines
      .get(id)
      ?.messages.findLast((message) => message.senderId === me.id && !message.deletedAt);
    if (mine) edit(mine);
  }

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes a character, it handles the keys itself.
    if (event.nativeEvent.isComposing || suggestions.onKeyDown(event)) return;
    if (event.key === "Enter" && !event.shiftKey) submit(event);
    else if (event.key === "ArrowUp" && text === "" && !editing) {
      event.preventDefault();
      editLast();
    } else if (event.key === "Escape") {
      if (editing || replyTo) stop();
      else onEscape();
    }
  }

  function insert(emoji: string) {
    const at = Math.min(caret, text.length);
    write(text.slice(0, at) + emoji + text.slice(at), at + emoji.length);
    field.current?.focus();
  }

  const emojiButton = (
    <ActionIcon
      size={44}
      variant="subtle"
      color="gray"
      aria-label={texts.emoji}
      onClick={() => setPicking(!isPicking)}
    >
      <IconMoodSmile size={22} />
    </ActionIcon>
  );
  return (
    <form
      className={classes.composer}
      data-dropping={isDropping}
      onSubmit={submit}
      onPaste={(event) => {
        const files = [...event.clipboardData.files];
        if (files.length === 0) return;
        event.preventDefault();
        uploads.add(files);
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDropping(false);
        uploads.add([...event.dataTransfer.files]);
      }}
    >
      <Suggestions {...suggestions} />
      <TargetBanner conversation={conversation} />
      {!editing && <PendingFiles files={uploads.files} onRemove={uploads.remove} />}
      <div className={classes.line}>
        {isPicking ? (
          <Overlay name="emoji picker" onClose={() => setPicking(false)} fallback={emojiButton}>
            <EmojiPopover position="top-start" onPick={insert} onClose={() => setPicking(false)}>
              {emojiButton}
            </EmojiPopover>
          </Overlay>
        ) : (
          emojiButton
        )}
        {!editing && (
          <ActionIcon size={44} variant="subtle" color="gray" aria-label={texts.attach} onClick={picker.open}>
            <IconPaperclip size={22} />
          </ActionIcon>
        )}
        {picker.input}
        <Textarea
          ref={field}
          aria-label={texts.label(title)}
          placeholder={texts.placeholder(title)}
          autosize
          minRows={1}
          maxRows={8}
          flex={1}
          size="md"
          dir="auto"
          autoFocus={window.matchMedia("(hover: hover)").matches}
          value={text}
          onChange={(event) => {
            setCaret(event.currentTarget.selectionStart);
            write(event.currentTarget.value);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          error={left < 0}
          {...suggestions.fieldProps}
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
            {left < 0 ? texts.tooMany(-left) : texts.left(left)}
          </Text>
        )}
        <ActionIcon
          type="submit"
          size={44}
          aria-label={editing ? texts.save : texts.send}
          disabled={!canSend}
          variant={canSend ? "filled" : "subtle"}
        >
          {editing ? <IconCheck size={22} /> : <IconSend2 size={22} />}
        </ActionIcon>
      </div>
    </form>
  );
}

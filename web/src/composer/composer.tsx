import { ActionIcon } from "@mantine/core";
import { IconAt, IconCheck, IconPaperclip, IconSend2, IconTypography } from "@tabler/icons-react";
import { type FormEvent, type KeyboardEvent, lazy, Suspense, useEffect } from "react";
import { shownReplies } from "../../../client/threads/shown-replies.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { isThreadOnly, type Message } from "../../../contract/messages.ts";
import { countCharacters, isStorableText } from "../../../contract/text.ts";
import { typedCommand, withoutEscape } from "../commands/typed-command.ts";
import { useCommand } from "../commands/use-command.tsx";
import { useDraft } from "../conversation/use-draft.ts";
import { useMessage } from "../conversation/use-message.ts";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { useFilePicker } from "../files/use-file-picker.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { PollButton } from "../polls/poll-button.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { CharactersLeft } from "./characters-left.tsx";
import classes from "./composer.module.css";
import { EmojiButton } from "./emoji-button.tsx";
import { FormattingPlace } from "./formatting-place.tsx";
import { GrowingField } from "./growing-field.tsx";
import { ScheduleButton } from "./schedule-button.tsx";
import { sendableText } from "./sendable-text.ts";
import { Suggestions } from "./suggestions.tsx";
import { TargetBanner } from "./target-banner.tsx";
import { Tool } from "./tool.tsx";
import { tokenBefore } from "./typed-token.ts";
import { useComposerText } from "./use-composer-text.ts";
import { useFileDrop } from "./use-file-drop.ts";
import { useFormatting } from "./use-formatting.ts";
import { useIsTouch } from "./use-is-touch.ts";
import { type ComposerThread, useOutgoing } from "./use-outgoing.ts";
import { useSuggestions } from "./use-suggestions.tsx";
import { useUploads } from "./use-uploads.ts";
import { useWideMention } from "./use-wide-mention.tsx";

const PendingFiles = lazy(() => import("./pending-files.tsx"));

/** The composer shows the number of remaining characters from here on. */
const warnAt = 500;

export interface ComposerProps {
  id: ConversationId;
  conversation: Conversation | undefined;
  title: string;
  /** Called for Escape unless the key closes suggestions or cancels a reply or an edit. */
  onEscape?: () => void;
  /** Set in a thread. */
  thread?: ComposerThread;
}

/**
 * The field for writing a message. Enter sends and Shift+Enter starts a line. On a touch screen, whose keyboard has no
 * Shift+Enter, Enter starts a line and the button sends. Unsent text is saved as a draft.
 */
export function Composer({ id, conversation, title, onEscape, thread }: ComposerProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const { editing, replyTo, edit, stop } = useDraft(id);
  const edited = useMessage(id, editing?.messageId);
  const texts = useTexts().composer;
  const { field, text, caret, setCaret, write, complete, insert, insertEmoji } = useComposerText(id);
  const content = editing ? sendableText(text) : withoutEscape(sendableText(text));
  const isCommand = !editing && typedCommand(text) !== undefined;
  const left = limits.message.max - countCharacters(content);
  const uploads = useUploads(id);
  const isTouch = useIsTouch();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the composer appears
  useEffect(() => {
    if (!isTouch && !document.activeElement?.closest("[data-keeps-focus]")) field.current?.focus();
  }, []);
  const picker = useFilePicker(uploads.add, { multiple: true });
  const { isDropping, handlers } = useFileDrop(uploads.add);
  const hasFiles = editing ? edited?.attachments !== undefined : uploads.ready.length > 0;
  const isWaiting = !editing && uploads.isBusy;
  const canSend = (content !== "" || hasFiles) && left >= 0 && isStorableText(content) && !isWaiting;
  const formatting = useFormatting(field);
  const token = tokenBefore(text, caret, { hasCommands: !editing });
  const place = { id, conversation, isInThread: thread !== undefined };
  const suggestions = useSuggestions(place, token, (replacement) => {
    if (token) complete(token, replacement);
  });
  const wideMention = useWideMention(conversation, thread !== undefined);

  const { send, compose, clearScheduled, clearCommand } = useOutgoing({ id, thread, text, content, uploads });
  const sendConfirmed = (words?: string) => wideMention.confirm(words ?? content, () => send(words));
  const command = useCommand({ id, conversation, thread, send: sendConfirmed, clear: clearCommand });

  function submit(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    // The button is disabled once the field is empty, and would lose the focus.
    if (!isTouch) field.current?.focus();
    if (canSend && !(isCommand && command.run(text))) sendConfirmed();
  }

  /**
   * Edits the user's latest message, even while the timeline shows older ones. A message that is not sent yet has to
   * wait.
   */
  async function editLast() {
    const isEditable = ({ senderId, deletedAt, system, forwarded, poll }: Message) =>
      senderId === me.id && !deletedAt && !system && !forwarded && !poll;
    if (thread) {
      const { messages, pending } = shownReplies(client.state, { conversationId: id, rootId: thread.rootId });
      const mine = messages.findLast(isEditable);
      if (mine && pending.length === 0) edit(mine);
      return;
    }
    await client.timelines.showNewest(id);
    const { messages = [], pending = [] } = client.state.timelines.get(id) ?? {};
    const mine = messages.findLast((message) => isEditable(message) && !isThreadOnly(message));
    if (!mine || pending.length > 0) return;
    edit(mine);
    // The list may show another part of the conversation.
    await client.show(id, mine.seq);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (suggestions.onKeyDown(event) || formatting.onKeyDown(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || (!event.shiftKey && !isTouch)))
      submit(event);
    else if (event.key === "ArrowUp" && text === "" && !editing) {
      event.preventDefault();
      void attempt(editLast());
    } else if (event.key === "Escape") {
      if (editing || replyTo) {
        // The panel of a thread stays open.
        event.preventDefault();
        stop();
      } else onEscape?.();
    }
  }

  return (
    <>
      {/* Outside of the form, because a dialog's form would also submit this one. */}
      {command.dialog}
      <form className={classes.composer} data-dropping={isDropping} onSubmit={submit} {...handlers}>
        {wideMention.dialog}
        {suggestions.finder}
        <Suggestions {...suggestions} />
        <div className={classes.frame} data-error={left < 0}>
          <TargetBanner id={id} />
          {!editing && uploads.files.length > 0 && (
            <ErrorBoundary
              name="files"
              fallback={() => uploads.files.map(({ file }) => file.name).join(", ")}
            >
              <Suspense>
                <PendingFiles files={uploads.files} onRemove={uploads.remove} onRetry={uploads.retry} />
              </Suspense>
            </ErrorBoundary>
          )}
          {formatting.isShown && <FormattingPlace field={field} />}
          <GrowingField
            ref={field}
            aria-label={thread ? texts.replyLabel : texts.label({ title })}
            placeholder={thread ? texts.replyPlaceholder : texts.placeholder({ title })}
            dir="auto"
            enterKeyHint={isTouch ? "enter" : "send"}
            value={text}
            onChange={(event) => {
              setCaret(event.currentTarget.selectionStart);
              write(event.currentTarget.value);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onKeyDown={onKeyDown}
            aria-invalid={left < 0}
            {...suggestions.fieldProps}
            {...(left < warnAt && { "aria-describedby": "characters-left" })}
          />
          <div className={classes.tools}>
            {!editing && <Tool label={texts.attach} Icon={IconPaperclip} onClick={picker.open} />}
            {picker.input}
            <EmojiButton onPick={insertEmoji} />
            <Tool label={texts.mention} Icon={IconAt} onClick={() => insert("@")} />
            <Tool
              label={texts.formatting}
              Icon={IconTypography}
              isPressed={formatting.isShown}
              onClick={formatting.toggle}
            />
            {!editing && <PollButton id={id} thread={thread} />}
            {left < warnAt && <CharactersLeft id="characters-left" left={left} />}
            {!editing && (
              <ScheduleButton
                id={id}
                className={classes.later ?? ""}
                isDisabled={!canSend || isCommand}
                compose={compose}
                confirm={(schedule) => wideMention.confirm(content, schedule)}
                onScheduled={(message) => {
                  clearScheduled(message);
                  // The button is disabled now, and would lose the focus.
                  if (!isTouch) field.current?.focus();
                }}
              />
            )}
            <ActionIcon
              type="submit"
              className={classes.send ?? ""}
              size={32}
              aria-label={editing ? texts.save : texts.send}
              // The field keeps the focus, so that a phone's keyboard stays open for the next message.
              onMouseDown={(event) => event.preventDefault()}
              disabled={!canSend}
              variant={canSend ? "filled" : "subtle"}
            >
              {editing ? <IconCheck size={18} /> : <IconSend2 size={18} />}
            </ActionIcon>
          </div>
        </div>
      </form>
    </>
  );
}

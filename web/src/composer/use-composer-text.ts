import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { isEmojiToken } from "../../../contract/emoji.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useDraft } from "../conversation/use-draft.ts";
import { useChat } from "../session/chat-context.tsx";
import { useDraftPlace, useThreadRoot } from "../threads/thread-place.ts";
import { insertAt, loadEmoji, type TypedToken } from "./typed-token.ts";

/**
 * Holds the composer's text and caret: the saved draft of a conversation or a thread, or the new text of an edited
 * message.
 */
export function useComposerText(id: ConversationId) {
  const { client, drafts } = useChat();
  const { text: draft, editing, replyTo } = useDraft(id);
  const place = useDraftPlace(id);
  const threadId = useThreadRoot();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  /** The caret's position after an insertion, applied once React has updated the field. */
  const nextCaret = useRef<number>(undefined);
  const text = editing?.text ?? draft;

  // A layout effect, so that the caret is in place before the next key press.
  useLayoutEffect(() => {
    const at = nextCaret.current;
    if (at === undefined || field.current?.value !== text) return;
    nextCaret.current = undefined;
    field.current.setSelectionRange(at, at);
  });

  const target = editing?.messageId ?? replyTo;
  useEffect(() => {
    if (target) field.current?.focus();
  }, [target]);

  function write(next: string, caretAt?: number) {
    if (editing) drafts.change(place, { editing: { ...editing, text: next } });
    else {
      drafts.change(place, { text: next, conversationId: id });
      client.presence.setTyping({ conversationId: id, threadId }, next.trim() !== "");
    }
    if (next.includes(":")) loadEmoji();
    if (caretAt === undefined) return;
    setCaret(caretAt);
    nextCaret.current = caretAt;
  }

  /** Replaces a token that ends at the caret. */
  function complete(token: TypedToken, replacement: string) {
    const { text: next, caret: at } = insertAt(text, token.start, caret, replacement);
    write(next, at);
    field.current?.focus();
  }

  /** Inserts text at the caret. */
  function insert(inserted: string) {
    const at = Math.min(caret, text.length);
    write(text.slice(0, at) + inserted + text.slice(at), at + inserted.length);
    field.current?.focus();
  }

  /** Inserts an emoji at the caret. The name of an emoji of the workspace must be a word of its own. */
  function insertEmoji(emoji: string) {
    if (!isEmojiToken(emoji)) return insert(emoji);
    const at = Math.min(caret, text.length);
    const [before, after] = [text.slice(0, at), text.slice(at)];
    insert(`${/^$|\s$/.test(before) ? "" : " "}${emoji}${/^\s/.test(after) ? "" : " "}`);
  }

  return { field, text, caret, setCaret, write, complete, insert, insertEmoji };
}

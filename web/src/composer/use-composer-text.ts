import { useEffect, useRef, useState } from "react";
import { isEmojiToken } from "../../../contract/emoji.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useDraft } from "../conversation/use-draft.ts";
import { useChat } from "../session/chat-context.tsx";
import { useDraftPlace, useThreadRoot } from "../threads/thread-place.ts";
import { typeInto } from "./type-into.ts";
import { loadEmoji, type TypedToken } from "./typed-token.ts";

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
  const text = editing?.text ?? draft;

  const target = editing?.messageId ?? replyTo;
  useEffect(() => {
    if (target) field.current?.focus();
  }, [target]);

  function write(next: string) {
    if (editing) drafts.change(place, { editing: { ...editing, text: next } });
    else {
      drafts.change(place, { text: next });
      client.presence.setTyping({ conversationId: id, threadId }, next.trim() !== "");
    }
    if (next.includes(":")) loadEmoji();
  }

  /** Types text over a part of the text. */
  function type(start: number, end: number, typed: string) {
    field.current?.setSelectionRange(start, end);
    if (field.current) typeInto(field.current, typed);
  }

  /**
   * Replaces a token that ends at the caret, and adds a space before a further word. A dot after a mention also gets a
   * space, because a username may end with one.
   */
  function complete(token: TypedToken, replacement: string) {
    const ends = token.kind === "mention" ? /^[\s,;:!?)]/ : /^[\s.,;:!?)]/;
    type(token.start, caret, ends.test(text.slice(caret)) ? replacement : `${replacement} `);
  }

  /** Inserts text at the caret. */
  function insert(inserted: string) {
    const at = Math.min(caret, text.length);
    type(at, at, inserted);
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

import type { AttachmentId, ConversationId, MessageId } from "../../../contract/ids.ts";
import type { NewTextMessage } from "../../../contract/messages.ts";
import { useDraft } from "../conversation/use-draft.ts";
import { useChat } from "../session/chat-context.tsx";
import { useDraftPlace } from "../threads/thread-place.ts";
import { loadedEmoji } from "./typed-token.ts";
import type { useUploads } from "./use-uploads.ts";

/** The thread in which a composer writes. */
export interface ComposerThread {
  rootId: MessageId;
  alsoInConversation: boolean;
  onSent: () => void;
}

/** A message as the composer has it. */
export type ComposedMessage = Omit<NewTextMessage, "id" | "attachmentIds"> & {
  attachmentIds: AttachmentId[];
};

export interface OutgoingOptions {
  id: ConversationId;
  thread: ComposerThread | undefined;
  /** The text as the field shows it, and as it is sent. */
  text: string;
  content: string;
  uploads: ReturnType<typeof useUploads>;
}

/** Sends the composer's text: as a new message, now or later, or as the new text of a message. */
export function useOutgoing({ id, thread, text, content, uploads }: OutgoingOptions) {
  const { client, drafts } = useChat();
  const { editing, replyTo } = useDraft(id);
  const place = useDraftPlace(id);
  const { rootId: threadId, alsoInConversation } = thread ?? {};
  const target = { replyTo, threadId, alsoInConversation };
  const spelled = (words = content) => loadedEmoji()?.withEmoji(words) ?? words;
  /** Whether the draft is still the text in the field. Another tab may have sent it a moment ago. */
  const isCurrent = () => {
    const draft = drafts.get(place);
    return (draft.editing?.text ?? draft.text) === text;
  };

  /** Empties the composer of what has been sent. Files that the user has added meanwhile stay. */
  function clear(sent: readonly AttachmentId[]) {
    drafts.change(place, { text: "", replyTo: undefined });
    uploads.forget(sent);
    thread?.onSent();
  }

  /** @param words  sent in place of the composer's text */
  function send(words?: string) {
    if (!isCurrent()) return;
    if (editing) {
      void client.messages.edit({ conversationId: id, messageId: editing.messageId }, spelled());
      drafts.change(place, { editing: undefined });
    } else {
      const attachments = uploads.ready.length > 0 ? uploads.ready : undefined;
      void client.messages.send(id, spelled(words), { ...target, attachments });
      clear(uploads.ready.map((file) => file.id));
    }
  }

  /** Returns the message to schedule. */
  const compose = (): ComposedMessage => ({
    ...target,
    content: spelled(),
    attachmentIds: uploads.ready.map((file) => file.id),
  });

  /** Takes a scheduled message out of the composer. A text that the user has continued writing stays. */
  const clearScheduled = ({ attachmentIds }: ComposedMessage) => {
    if (isCurrent()) clear(attachmentIds);
    else uploads.forget(attachmentIds);
  };

  /** Empties the field once its command has succeeded. The files and the reply target wait for a message. */
  const clearCommand = () => {
    if (isCurrent()) drafts.change(place, { text: "" });
  };

  return { send, compose, clearScheduled, clearCommand };
}

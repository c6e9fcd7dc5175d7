import { useMemo, useSyncExternalStore } from "react";
import type { Draft } from "../../../client/drafts/drafts.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import { useChat } from "../session/chat-context.tsx";

/** The user's draft in a conversation, and what changes it. */
export interface UsedDraft extends Draft {
  reply: (message: Message) => void;
  edit: (message: Message) => void;
  /** Ends the edit or, without one, the reply. */
  stop: () => void;
}

/** Connects the messages of a conversation with its composer. All tabs share the draft. */
export function useDraft(id: ConversationId): UsedDraft {
  const { drafts } = useChat();
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(id));
  return useMemo(
    () => ({
      ...draft,
      reply: (message) => drafts.change(id, { replyTo: message.id, editing: undefined }),
      edit: (message) => drafts.change(id, { editing: { messageId: message.id, text: message.content } }),
      stop: () => drafts.change(id, draft.editing ? { editing: undefined } : { replyTo: undefined }),
    }),
    [drafts, draft, id],
  );
}

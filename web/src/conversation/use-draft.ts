import { useMemo, useSyncExternalStore } from "react";
import type { Draft } from "../../../client/drafts/drafts.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import { useChat } from "../session/chat-context.tsx";
import { useDraftPlace } from "../threads/thread-place.ts";

/** The user's draft in a conversation, and the functions that change it. */
export interface UsedDraft extends Draft {
  reply: (message: Message) => void;
  edit: (message: Message) => void;
  /** Ends the edit or, without one, the reply. */
  stop: () => void;
}

/** Connects the messages of a conversation or a thread with its composer. All tabs share the draft. */
export function useDraft(id: ConversationId): UsedDraft {
  const { drafts } = useChat();
  const place = useDraftPlace(id);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(place));
  return useMemo(
    () => ({
      ...draft,
      reply: (message) => drafts.change(place, { replyTo: message.id, editing: undefined }),
      edit: (message) => drafts.change(place, { editing: { messageId: message.id, text: message.content } }),
      stop: () => drafts.change(place, draft.editing ? { editing: undefined } : { replyTo: undefined }),
    }),
    [drafts, draft, place],
  );
}

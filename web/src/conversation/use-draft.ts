import { useCallback, useMemo, useSyncExternalStore } from "react";
import { messageOf } from "../../../client/chat-state.ts";
import type { Draft } from "../../../client/drafts/drafts.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
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
  const change = useChange(id);
  return useMemo(
    () => ({
      ...draft,
      reply: (message) => change({ replyTo: message.id, editing: undefined }),
      edit: (message) => {
        if (message.id === draft.editing?.messageId) return;
        change({ editing: { messageId: message.id, text: message.content } });
      },
      stop: () => change(draft.editing ? { editing: undefined } : { replyTo: undefined }),
    }),
    [change, draft],
  );
}

/** Returns a function that changes the draft. If this ends an edit with a changed text, a notice brings it back. */
function useChange(id: ConversationId): (change: Partial<Draft>) => void {
  const { client, drafts } = useChat();
  const place = useDraftPlace(id);
  const { show } = useNotice();
  const { composer, conversation } = useTexts();
  return useCallback(
    function change(next) {
      const { editing } = drafts.get(place);
      drafts.change(place, next);
      if (!editing) return;
      const message = messageOf(client.state, { conversationId: id, messageId: editing.messageId });
      if (message?.content === editing.text) return;
      show(composer.editDropped, { label: conversation.undo, run: () => change({ editing }) });
    },
    [client, drafts, id, place, show, composer, conversation],
  );
}

import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useCopy } from "../message/use-copy.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/**
 * Explains why a conversation disappears: the user has left it, or was removed. Returns to the list from there. Unsent
 * text, also of an edit or in a thread, stays as a draft, in case the user is added again, and can be copied.
 */
export function LeftConversations({ openId }: { openId: ConversationId | undefined }) {
  const { client, me, drafts } = useChat();
  const { show, attempt } = useNotice();
  const { background } = useErrors();
  const texts = useTexts();
  const copy = useCopy();
  const [, navigate] = useLocation();
  const conversations = useChatState((state) => state.conversations);
  const known = useRef(conversations);
  useEffect(() => {
    const before = known.current;
    known.current = conversations;
    const explain = async (conversation: Conversation, wasOpen: boolean) => {
      const { id } = conversation;
      const { leftNotice } = await import("./left-notice.ts");
      const rejoin = () =>
        void attempt(client.conversations.join(id)).then((isBack) => isBack && navigate(`/c/${id}`));
      const options = { drafts, userId: me.id, texts, copy, rejoin };
      const { text, action, hasDraft } = leftNotice(conversation, options);
      if (wasOpen || hasDraft) show(text, action);
    };
    for (const [id, conversation] of before) {
      if (conversations.has(id)) continue;
      if (id === openId) navigate("/", { replace: true });
      background(explain(conversation, id === openId), "left conversation");
    }
  }, [client, conversations, openId, drafts, me.id, texts, navigate, show, attempt, copy, background]);
  return null;
}

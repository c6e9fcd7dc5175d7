import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { ConversationId } from "../../../contract/ids.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/**
 * Explains why a conversation disappears: the user has left it, or was removed. Returns to the list from there. Unsent
 * text, also of an edit or in a thread, stays as a draft, in case the user is added again, and can be copied.
 */
export function LeftConversations({ openId }: { openId: ConversationId | undefined }) {
  const { client, me, drafts } = useChat();
  const notice = useNotice();
  const { background } = useErrors();
  const texts = useTexts();
  const [, navigate] = useLocation();
  const conversations = useChatState((state) => state.conversations);
  const known = useRef(conversations);
  useEffect(() => {
    const before = known.current;
    known.current = conversations;
    for (const [id, conversation] of before) {
      if (conversations.has(id)) continue;
      const wasOpen = id === openId;
      if (wasOpen) navigate("/", { replace: true });
      const options = { client, drafts, me, texts, notice, navigate, wasOpen };
      const explained = import("./left-notice.ts").then(({ explainLeft }) =>
        explainLeft(conversation, options),
      );
      background(explained, "left conversation");
    }
  }, [client, conversations, openId, drafts, me, texts, navigate, notice, background]);
  return null;
}

import { useEffect, useRef } from "react";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";

export interface ListChanges {
  /** The conversation whose messages are listed. */
  id: ConversationId;
  /** What the list shows of a message. It is empty if the list does not contain the message. */
  markOf: (message: Message) => string;
  /** Whether a change of a message that the timeline has not loaded concerns the list. */
  concerns: (update: Message) => boolean;
  /** Loads the list again. */
  onChange: () => void;
}

const noMessages: readonly Message[] = [];

/**
 * Reports messages that arrive or change and belong to a list that the server has compiled. Earlier messages that load
 * into the timeline change nothing, because the list contains them already.
 */
export function useListChanges({ id, markOf, concerns, onChange }: ListChanges): void {
  const { client } = useChat();
  const messages = useChatState((state) => state.timelines.get(id)?.messages) ?? noMessages;
  const update = useChatState((state) => state.latestUpdate);
  const known = useRef({
    lastSeq: client.state.conversations.get(id)?.lastSeq ?? 0,
    marks: new Map<MessageId, string>(),
  });
  const seen = useRef(update);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each update and for each change of the timeline
  useEffect(() => {
    const { lastSeq, marks } = known.current;
    const now = new Map(messages.map((message) => [message.id, markOf(message)]));
    const isNews = ({ id: messageId, seq }: Message) =>
      seq > lastSeq
        ? now.get(messageId) !== ""
        : now.get(messageId) !== (marks.get(messageId) ?? now.get(messageId));
    known.current = { lastSeq: Math.max(lastSeq, messages.at(-1)?.seq ?? 0), marks: now };
    const isUpdate = update !== seen.current && update?.conversationId === id && !now.has(update.id);
    seen.current = update;
    if (messages.some(isNews) || (isUpdate && concerns(update))) onChange();
  }, [messages, update]);
}

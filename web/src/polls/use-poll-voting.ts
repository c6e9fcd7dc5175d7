import { useEffect, useState } from "react";
import { messageKey } from "../../../client/messages/message-key.ts";
import type { Message } from "../../../contract/messages.ts";
import { isOpen, type Poll } from "../../../contract/polls.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** The longest time that a browser's timer accepts. */
const longestMs = 2 ** 31 - 1;

/** Whether a poll accepts votes now. */
export function useIsOpen(poll: Poll): boolean {
  const [now, setNow] = useState(Date.now);
  const { closesAt } = poll;
  const isPollOpen = isOpen(poll, now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: waits again after each timer
  useEffect(() => {
    if (!isPollOpen || closesAt === undefined) return;
    const wait = Math.min(longestMs, Math.max(0, Date.parse(closesAt) - Date.now()));
    const timer = setTimeout(() => setNow(Date.now()), wait);
    return () => clearTimeout(timer);
  }, [isPollOpen, closesAt, now]);
  return isPollOpen;
}

/** The user's choices in a poll, and a function that changes one of them. */
export function usePollVoting({ conversationId, id: messageId }: Message, poll: Poll) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const { background } = useErrors();
  const expirations = useChatState((state) => state.pollExpirations);
  const key = messageKey(conversationId, messageId);
  const choices = useChatState((state) => state.ownChoices.get(key)?.choices);
  const [chosen, setChosen] = useState<readonly number[]>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: loads them again after each connection
  useEffect(() => {
    background(client.polls.ensure({ conversationId, messageId }), "poll");
  }, [client, background, conversationId, messageId, expirations]);
  const shown = chosen ?? choices ?? [];

  /** Shows the choice immediately, and reverts it if the server refuses. */
  async function choose(option: number): Promise<void> {
    const isChosen = shown.includes(option);
    const others = poll.isMultiple ? shown.filter((other) => other !== option) : [];
    const next = isChosen ? others : [...others, option];
    setChosen(next);
    await attempt(client.polls.vote({ conversationId, messageId }, next));
    setChosen((latest) => (latest === next ? undefined : latest));
  }

  return { chosen: shown, choose };
}

import type { Conversation } from "../../contract/conversations.ts";
import type { ServerEvent } from "../../contract/frames.ts";
import type { UserId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { Participant } from "../../contract/participants.ts";
import type { ChatState } from "../chat-state.ts";

type EventOf<T extends ServerEvent["type"]> = Extract<ServerEvent, { type: T }>;

/** Changes one participant of a conversation. The conversation lists only the first few participants. */
const withParticipant = (
  conversation: Conversation,
  userId: UserId,
  change: (known: Participant) => Participant,
): Conversation => ({
  ...conversation,
  participants: conversation.participants.map((known) => (known.user.id === userId ? change(known) : known)),
});

/** Changes a user in every conversation that lists them. */
export const withUserEverywhere = (
  conversations: ChatState["conversations"],
  userId: UserId,
  change: (known: Participant) => Participant,
): ChatState["conversations"] =>
  new Map(
    [...conversations].map(([id, conversation]) => [
      id,
      conversation.participants.some(({ user }) => user.id === userId)
        ? withParticipant(conversation, userId, change)
        : conversation,
    ]),
  );

/** Moves a participant's read position forward, never back. */
export const withReadPosition = (
  conversation: Conversation,
  { userId, seq }: { userId: UserId; seq: number },
): Conversation =>
  withParticipant(conversation, userId, (known) => ({
    ...known,
    lastReadSeq: Math.max(known.lastReadSeq, seq),
  }));

export const withAddedParticipants = (
  conversation: Conversation,
  { participants, participantCount }: EventOf<"participant.added">,
): Conversation => {
  const known = new Set(conversation.participants.map(({ user }) => user.id));
  const added = participants.filter(({ user }) => !known.has(user.id));
  return {
    ...conversation,
    participants: [...conversation.participants, ...added].slice(0, limits.inlineParticipants),
    participantCount,
  };
};

export const withRole = (
  conversation: Conversation,
  { userId, role }: EventOf<"participant.updated">,
  me: UserId | undefined,
): Conversation => ({
  ...withParticipant(conversation, userId, (known) => ({ ...known, role })),
  ...(userId === me && { role }),
});

export const withoutParticipant = (
  conversation: Conversation,
  { userId, participantCount }: EventOf<"participant.removed">,
): Conversation => ({
  ...conversation,
  participants: conversation.participants.filter(({ user }) => user.id !== userId),
  participantCount,
});

import type { Conversation } from "../../contract/conversations.ts";
import type { Message } from "../../contract/messages.ts";
import type { Participant } from "../../contract/participants.ts";
import { all } from "../http/pages.ts";
import type { Session } from "../session/session.ts";
import type { SavedConversation } from "./saved-conversation.ts";

/** Collects a conversation with all its messages in one document. @throws {ProblemError} */
export async function exportConversation(
  session: Session,
  { id, name, isGroupChat, createdAt }: Conversation,
): Promise<SavedConversation> {
  const params = { id };
  const [participants, messages] = await Promise.all([
    all<Participant>((cursor) =>
      session.call("listParticipants", { params, query: { limit: "100", ...(cursor && { cursor }) } }),
    ),
    all<Message>((cursor) =>
      session.call("listMessages", { params, query: { limit: "100", after: cursor ?? "0" } }),
    ),
  ]);
  const people = new Map(participants.map(({ user }) => [user.id, user]));
  const authors = messages.flatMap(({ senderId, forwarded }) =>
    forwarded ? [senderId, forwarded.senderId] : [senderId],
  );
  for (const author of new Set(authors)) {
    if (!people.has(author)) people.set(author, await session.call("getUser", { params: { id: author } }));
  }
  return {
    format: "chatflow conversation 1",
    exportedAt: new Date().toISOString(),
    id,
    name,
    isGroupChat,
    createdAt,
    people: [...people.values()].map(({ id: userId, username, fullName }) => ({
      id: userId,
      username,
      fullName,
    })),
    messages,
  };
}

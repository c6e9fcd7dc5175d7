import type { Conversation } from "../../contract/conversations.ts";
import type { Message } from "../../contract/messages.ts";
import { all } from "../http/pages.ts";
import type { Session } from "../session/session.ts";

/** Collects a user's account, sessions, conversations and messages in one document. @throws {ProblemError} */
export async function exportAccount(session: Session) {
  const [account, devices, conversations, messages] = await Promise.all([
    session.call("getMe", {}),
    session.call("listDevices", {}),
    all<Conversation>((cursor) =>
      session.call("listConversations", { query: { limit: "100", ...(cursor && { cursor }) } }),
    ),
    all<Message>((cursor) => session.call("listOwnMessages", { query: { ...(cursor && { cursor }) } })),
  ]);
  return {
    format: "chatflow account 1",
    exportedAt: new Date().toISOString(),
    account,
    devices: devices.items,
    conversations: conversations.map(
      ({ id, name, isGroupChat, createdAt, role, settings, participants }) => ({
        id,
        name,
        isGroupChat,
        createdAt,
        role,
        settings,
        participants: participants.map(({ user: { id: userId, username, fullName } }) => ({
          id: userId,
          username,
          fullName,
        })),
      }),
    ),
    messages,
  };
}

import type { Conversation } from "../../contract/conversations.ts";
import type { Draft } from "../../contract/drafts.ts";
import type { Message } from "../../contract/messages.ts";
import type { Reminder } from "../../contract/reminders.ts";
import type { SavedMessage } from "../../contract/saved.ts";
import type { ScheduledMessage } from "../../contract/scheduled-messages.ts";
import { all } from "../http/pages.ts";
import { ifOffered } from "../http/problem-error.ts";
import { TextReminders } from "../reminders/text-reminders.ts";
import type { Session } from "../session/session.ts";

/**
 * Collects a user's account, sessions, conversations and messages in one document, with the drafts, the scheduled messages,
 * the reminders, the saved messages, and the emoji that the user has added.
 *
 * @throws {ProblemError}
 */
export async function exportAccount(session: Pick<Session, "call">) {
  const page = (cursor: string | undefined) => ({ query: { ...(cursor && { cursor }) } });
  const [
    account,
    devices,
    conversations,
    messages,
    drafts,
    scheduled,
    reminders,
    textReminders,
    saved,
    emoji,
  ] = await Promise.all([
    session.call("getMe", {}),
    session.call("listDevices", {}),
    all<Conversation>((cursor) =>
      session.call("listConversations", { query: { limit: "100", ...(cursor && { cursor }) } }),
    ),
    all<Message>((cursor) => session.call("listOwnMessages", page(cursor))),
    all<Draft>((cursor) => session.call("listDrafts", page(cursor))),
    all<ScheduledMessage>((cursor) => session.call("listScheduledMessages", page(cursor))),
    all<Reminder>((cursor) => session.call("listReminders", page(cursor))),
    new TextReminders(session).list(),
    all<SavedMessage>((cursor) => session.call("listSaved", page(cursor))),
    ifOffered(session.call("listEmoji", { query: {} })),
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
    drafts,
    scheduled,
    reminders,
    textReminders,
    saved,
    emoji: emoji?.items?.filter(({ createdBy }) => createdBy === account.id) ?? [],
  };
}

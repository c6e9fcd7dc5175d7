import * as z from "zod/mini";
import { KeywordsUpdated } from "./accounts.ts";
import {
  CallAck,
  CallDeclined,
  CallEnded,
  CallSignaled,
  CallUpdated,
  DeclineCallFrame,
  JoinCallAck,
  JoinCallFrame,
  LeaveCallFrame,
  SignalFrame,
} from "./calls.ts";
import { SettingsUpdated } from "./conversation-settings.ts";
import { ConversationCreated, ConversationUpdated } from "./conversations.ts";
import { EmojiUpdated } from "./custom-emoji.ts";
import { DraftUpdated } from "./drafts.ts";
import { SectionsUpdated } from "./list-sections.ts";
import {
  MessageAck,
  MessageCreated,
  MessageDeleted,
  MessageUpdated,
  ReactionUpdated,
  SendMessageFrame,
} from "./messages.ts";
import { ParticipantAdded, ParticipantRemoved, ParticipantUpdated } from "./participants.ts";
import { PollUpdated, PollVoted } from "./polls.ts";
import { Presence } from "./presence.ts";
import { ReadAck, ReadFrame, ReadUpdated } from "./read-positions.ts";
import { ReminderDue, ReminderRemoved, ReminderUpdated } from "./reminders.ts";
import { SavedUpdated } from "./saved.ts";
import { ScheduledMessageRemoved, ScheduledMessageUpdated } from "./scheduled-messages.ts";
import { SessionsEnded } from "./sessions.ts";
import { SyncAnswer, SyncFrame } from "./sync.ts";
import { TextReminderDue, TextReminderRemoved, TextReminderUpdated } from "./text-reminders.ts";
import { ThreadUpdated } from "./threads.ts";
import { Typing, TypingFrame } from "./typing.ts";
import { UserUpdated } from "./users.ts";
import { ErrorFrame, PingFrame, Pong } from "./web-socket.ts";

/** All frames that a client may send. `action` is the API's route selection expression. */
export const ClientFrame = z.discriminatedUnion("action", [
  SendMessageFrame,
  ReadFrame,
  SyncFrame,
  TypingFrame,
  PingFrame,
  JoinCallFrame,
  LeaveCallFrame,
  DeclineCallFrame,
  SignalFrame,
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** All events. The server pushes each to every device of its audience. */
export const ServerEvent = z.discriminatedUnion("type", [
  MessageCreated,
  MessageUpdated,
  MessageDeleted,
  ReactionUpdated,
  PollUpdated,
  PollVoted,
  ReadUpdated,
  Typing,
  Presence,
  UserUpdated,
  KeywordsUpdated,
  SectionsUpdated,
  EmojiUpdated,
  ConversationCreated,
  ConversationUpdated,
  ParticipantAdded,
  ParticipantUpdated,
  ParticipantRemoved,
  SettingsUpdated,
  ThreadUpdated,
  SavedUpdated,
  ScheduledMessageUpdated,
  ScheduledMessageRemoved,
  DraftUpdated,
  ReminderUpdated,
  ReminderRemoved,
  ReminderDue,
  TextReminderUpdated,
  TextReminderRemoved,
  TextReminderDue,
  SessionsEnded,
  CallUpdated,
  CallEnded,
  CallDeclined,
  CallSignaled,
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

/** All frames that a client may receive: events, and the replies to its own frames. */
export const ServerFrame = z.union([
  ServerEvent,
  MessageAck,
  ReadAck,
  JoinCallAck,
  CallAck,
  SyncAnswer,
  ErrorFrame,
  Pong,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

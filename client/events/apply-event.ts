import type { Conversation } from "../../contract/conversations.ts";
import type { ServerEvent } from "../../contract/frames.ts";
import type { ConversationId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { Reminder } from "../../contract/reminders.ts";
import type { TextReminder } from "../../contract/text-reminders.ts";
import type { Calls } from "../calls/calls.ts";
import { sharedPartOf } from "../conversations/conversation-changes.ts";
import type { ConversationList } from "../conversations/conversation-list.ts";
import type { OwnSettings } from "../conversations/own-settings.ts";
import {
  withAddedParticipants,
  withoutParticipant,
  withRole,
  withUserEverywhere,
} from "../conversations/participant-changes.ts";
import type { CustomEmojis } from "../emoji/custom-emoji.ts";
import type { People } from "../people/people.ts";
import { withLatestPoll } from "../polls/latest-poll.ts";
import type { Polls } from "../polls/polls.ts";
import type { Presence } from "../presence/presence.ts";
import type { ReadPositions } from "../read-positions.ts";
import type { Saved } from "../saved/saved.ts";
import type { Session } from "../session/session.ts";
import type { Store } from "../store.ts";
import type { Threads } from "../threads/threads.ts";
import type { Inbox } from "./inbox.ts";

/** The parts of the client that events change. */
export interface EventTargets {
  store: Store;
  session: Pick<Session, "user" | "deviceId" | "forget">;
  conversations: Pick<ConversationList, "welcome" | "fetchInBackground" | "verifyInBackground">;
  ownSettings: Pick<OwnSettings, "receive">;
  people: Pick<People, "take" | "receiveKeywords" | "receiveSections">;
  presence: Pick<Presence, "receiveTyping" | "receivePresence">;
  readPositions: Pick<ReadPositions, "receive">;
  inbox: Pick<Inbox, "receive" | "change">;
  threads: Pick<Threads, "receiveFollowers" | "receivePlace">;
  saved: Pick<Saved, "receive">;
  polls: Pick<Polls, "receive">;
  emoji: Pick<CustomEmojis, "receive">;
  calls: Pick<Calls, "receive" | "receiveEnd" | "receiveDeclined" | "receiveSignal">;
}

type Events = { [E in ServerEvent as E["type"]]: E };

/** One handler for each event. The type demands all of them. Events may arrive twice, late, or in another order. */
const handlers: { readonly [T in keyof Events]: (event: Events[T], targets: EventTargets) => void } = {
  "message.created": ({ message, followerIds }, { inbox, presence, threads }) => {
    const { conversationId, threadId, senderId } = message;
    presence.receiveTyping({ conversationId, threadId, userId: senderId, isTyping: false });
    inbox.receive(message);
    threads.receiveFollowers(message, followerIds);
  },
  "message.updated": ({ message }, { inbox, store }) => {
    replaceMessage(message, inbox);
    store.update({ latestUpdate: message });
  },
  "message.deleted": ({ message }, { inbox, store }) => {
    replaceMessage(message, inbox);
    store.update({ latestUpdate: message });
  },
  "reaction.updated": ({ conversationId, seq, revision, reactions }, { inbox }) =>
    inbox.change(conversationId, { seq, revision, apply: (known) => ({ ...known, revision, reactions }) }),
  "poll.updated": ({ conversationId, seq, revision, poll }, { inbox }) =>
    inbox.change(conversationId, {
      seq,
      revision,
      apply: (known) => withLatestPoll({ ...known, revision }, poll),
    }),
  "poll.voted": (event, { polls }) => polls.receive(event),
  "read.updated": (event, { readPositions }) => readPositions.receive(event),
  typing: (event, { presence }) => presence.receiveTyping(event),
  presence: (event, { presence }) => presence.receivePresence(event),
  "user.updated": ({ user }, { store, people }) => {
    people.take([user]);
    const conversations = withUserEverywhere(store.state.conversations, user.id, (known) => ({
      ...known,
      user,
    }));
    store.update({ conversations });
  },
  "keywords.updated": (event, { people }) => people.receiveKeywords(event),
  "sections.updated": (event, { people }) => people.receiveSections(event),
  "emoji.updated": (event, { emoji }) => emoji.receive(event),
  "conversation.created": ({ conversation }, { conversations }) => conversations.welcome(conversation),
  "conversation.updated": ({ conversation }, targets) =>
    changeInOrder(conversation.id, conversation.version, targets, (known) => ({
      ...known,
      ...sharedPartOf(conversation),
    })),
  "participant.added": (event, targets) => {
    targets.people.take(event.participants.map(({ user }) => user));
    changeInOrder(event.conversationId, event.version, targets, (known) =>
      withAddedParticipants(known, event),
    );
  },
  "participant.updated": (event, targets) =>
    changeInOrder(event.conversationId, event.version, targets, (known) =>
      withRole(known, event, targets.session.user?.id),
    ),
  "participant.removed": (event, targets) => {
    const { session, conversations, presence } = targets;
    const { conversationId, userId, version } = event;
    presence.receiveTyping({ conversationId, userId, isTyping: false });
    // The user may have been added again since. Only the server knows.
    if (userId === session.user?.id) conversations.verifyInBackground(conversationId);
    else changeInOrder(conversationId, version, targets, (known) => withoutParticipant(known, event));
  },
  "settings.updated": (event, { ownSettings }) => ownSettings.receive(event),
  "thread.updated": (event, { threads }) => threads.receivePlace(event),
  "saved.updated": (event, { saved }) => saved.receive(event),
  "scheduled.updated": (_, { store }) => store.count("scheduledChanges"),
  "scheduled.removed": (_, { store }) => store.count("scheduledChanges"),
  "draft.updated": ({ draft: latestDraft }, { store }) => store.update({ latestDraft }),
  "reminder.updated": (_, { store }) => store.count("reminderChanges"),
  "reminder.removed": (_, { store }) => store.count("reminderChanges"),
  "reminder.due": ({ reminder }, { store }) => receiveReminder(reminder, store),
  "text-reminder.updated": (_, { store }) => store.count("reminderChanges"),
  "text-reminder.removed": (_, { store }) => store.count("reminderChanges"),
  "text-reminder.due": ({ reminder }, { store }) => receiveReminder(reminder, store),
  "call.updated": ({ call }, { calls }) => calls.receive(call),
  "call.ended": (event, { calls }) => calls.receiveEnd(event),
  "call.declined": ({ callId }, { calls }) => calls.receiveDeclined(callId),
  "call.signal": (event, { calls }) => calls.receiveSignal(event),
  "sessions.ended": ({ deviceIds }, { session }) => {
    const { deviceId } = session;
    if (deviceIds.some((id) => id === deviceId)) session.forget();
  },
};

/** Takes a reminder whose time has come. */
function receiveReminder(latestReminder: Reminder | TextReminder, store: Store): void {
  store.update({ latestReminder });
  store.count("reminderChanges");
}

/**
 * Applies a change of what all participants share, unless a newer version is known. Loads the conversation if the event
 * of an earlier change is missing. That event is then too late to count.
 */
function changeInOrder(
  id: ConversationId,
  version: number | undefined,
  { store, conversations }: EventTargets,
  change: (known: Conversation) => Conversation,
): void {
  const before = store.conversation(id);
  if (!before || (version ?? before.version) < before.version) return;
  store.changeConversation(id, (known) => ({ ...change(known), version: version ?? known.version }));
  if ((version ?? 0) > before.version + 1) conversations.fetchInBackground(id);
}

function replaceMessage(message: Message, inbox: EventTargets["inbox"]): void {
  const { conversationId, seq, revision = 0 } = message;
  inbox.change(conversationId, { seq, revision, message, apply: () => message });
}

/** Applies an event to the state. */
export function applyEvent<T extends keyof Events>(
  event: Events[T] & { type: T },
  targets: EventTargets,
): void {
  handlers[event.type](event, targets);
}

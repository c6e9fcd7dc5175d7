import fc from "fast-check";
import { describe, expect, expectTypeOf, test, vi } from "vitest";
import type { Conversation } from "../../contract/conversations.ts";
import type { ServerEvent } from "../../contract/frames.ts";
import { ConversationId, MessageId, SessionId, TextReminderId, UserId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import {
  merged,
  needsRecount,
  withChangedMessage,
  withMessage,
  withOwnReadPosition,
} from "../conversations/conversation-changes.ts";
import { withoutParticipant, withReadPosition, withRole } from "../conversations/participant-changes.ts";
import { withReaction } from "../messages/reactions.ts";
import { Store } from "../store.ts";
import { applyEvent } from "./apply-event.ts";

const id = ConversationId.parse("00000000-0000-4000-8000-000000000001");
const ada = UserId.parse("00000000-0000-4000-8000-00000000000a");
const ben = UserId.parse("00000000-0000-4000-8000-00000000000b");
const createdAt = "2026-11-25T09:00:00.000Z";
const me = { id: ada, username: "ada" };

const message = (seq: number, change: Partial<Message> = {}): Message => ({
  id: MessageId.parse(`00000000-0000-4000-8000-${String(seq).padStart(12, "0")}`),
  conversationId: id,
  senderId: ben,
  seq,
  content: `message ${seq}`,
  createdAt: "2026-11-25T10:00:00.000Z",
  reactions: [],
  ...change,
});

const conversation: Conversation = {
  id,
  name: "Design",
  isGroupChat: true,
  createdAt: "2026-11-25T09:00:00.000Z",
  version: 3,
  adminsOnly: false,
  lastSeq: 0,
  lastRevision: 0,
  lastMessage: null,
  lastReadSeq: 0,
  unreadCount: 0,
  mentionCount: 0,
  role: "member",
  settings: { notify: "all", isPinned: false, isArchived: false, unreadFrom: null },
  participants: [ada, ben].map((userId, at) => ({
    user: { id: userId, username: at === 0 ? "ada" : "ben", fullName: null, createdAt },
    role: "member",
    joinedAt: "2026-11-25T09:00:00.000Z",
    lastReadSeq: 0,
    online: false,
  })),
  participantCount: 2,
};

const thisDevice = SessionId.parse("00000000-0000-4000-8000-0000000000d1");
const otherDevice = SessionId.parse("00000000-0000-4000-8000-0000000000d2");

/** Creates the real state, and mocks of the parts that talk to a server. */
function targets() {
  const store = new Store();
  store.update({ conversations: new Map([[id, conversation]]) });
  const session = {
    user: { ...me, fullName: null, createdAt, email: "a@b.c", isEmailVerified: true },
    deviceId: thisDevice,
    forget: vi.fn(),
    update: vi.fn(),
  };
  const parts = {
    store,
    session,
    conversations: { welcome: vi.fn(), fetchInBackground: vi.fn(), verifyInBackground: vi.fn() },
    ownSettings: { receive: vi.fn() },
    people: { take: vi.fn(), receiveKeywords: vi.fn(), receiveSections: vi.fn() },
    presence: { receiveTyping: vi.fn(), receivePresence: vi.fn() },
    readPositions: { receive: vi.fn() },
    inbox: { receive: vi.fn(), change: vi.fn() },
    threads: { receiveFollowers: vi.fn(), receivePlace: vi.fn() },
    saved: { receive: vi.fn() },
    polls: { receive: vi.fn() },
    emoji: { receive: vi.fn() },
    calls: { receive: vi.fn(), receiveEnd: vi.fn(), receiveDeclined: vi.fn(), receiveSignal: vi.fn() },
  };
  return { ...parts, all: parts, known: () => store.conversation(id) };
}

describe("An event", () => {
  test("has a handler for each type of the contract, which the compiler checks", () => {
    expectTypeOf(applyEvent<ServerEvent["type"]>)
      .parameter(0)
      .toExtend<ServerEvent>();
  });

  test("message.created delivers the message and ends its author's typing", () => {
    const { all, inbox, presence } = targets();
    applyEvent({ type: "message.created", message: message(1) }, all);
    expect(inbox.receive).toHaveBeenCalledWith(message(1));
    expect(presence.receiveTyping).toHaveBeenCalledWith({
      conversationId: id,
      threadId: undefined,
      userId: ben,
      isTyping: false,
    });
  });

  test("conversation.updated with an older version changes nothing", () => {
    const { all, known } = targets();
    const { participantCount, isGroupChat, adminsOnly } = conversation;
    const shared = { id, participantCount, createdAt, isGroupChat, adminsOnly };
    applyEvent({ type: "conversation.updated", conversation: { ...shared, name: "Old", version: 2 } }, all);
    expect(known()?.name).toBe("Design");
    applyEvent({ type: "conversation.updated", conversation: { ...shared, name: "New", version: 4 } }, all);
    expect(known()).toMatchObject({ name: "New", version: 4 });
  });

  test("participant.removed verifies the conversation if it names the user, and otherwise removes the participant", () => {
    const { all, conversations, known } = targets();
    applyEvent({ type: "participant.removed", conversationId: id, userId: ada, participantCount: 1 }, all);
    expect(conversations.verifyInBackground).toHaveBeenCalledWith(id);
    expect(known()?.participants).toHaveLength(2);
    applyEvent({ type: "participant.removed", conversationId: id, userId: ben, participantCount: 1 }, all);
    expect(known()?.participants.map(({ user }) => user.id)).toEqual([ada]);
  });

  test("about participants leads to the server's state, in whatever order events and answers arrive", () => {
    const others = ["c", "d", "e"].map((end) => UserId.parse(`00000000-0000-4000-8000-00000000000${end}`));
    const asParticipant = (userId: UserId): Conversation["participants"][number] => ({
      user: { id: userId, username: userId.slice(-1), fullName: null, createdAt },
      role: "member",
      joinedAt: createdAt,
      lastReadSeq: 0,
      online: false,
    });
    /** Adds a user who is not in the group, and removes one who is. */
    const change = (
      { conversation, events }: { conversation: Conversation; events: ServerEvent[] },
      userId: UserId,
    ) => {
      const version = conversation.version + 1;
      const known = conversation.participants;
      const isIn = known.some(({ user }) => user.id === userId);
      const participants = isIn
        ? known.filter(({ user }) => user.id !== userId)
        : [...known, asParticipant(userId)];
      const size = { conversationId: id, participantCount: participants.length, version };
      const event: ServerEvent = isIn
        ? { type: "participant.removed", userId, ...size }
        : { type: "participant.added", participants: [asParticipant(userId)], ...size };
      return {
        conversation: { ...conversation, participants, participantCount: participants.length, version },
        events: [...events, event],
      };
    };
    const arrival = fc.record({ at: fc.nat(), isAnswer: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(ben, ...others), { minLength: 1, maxLength: 8 }),
        fc.array(arrival, { maxLength: 12 }),
        (changes, arrivals) => {
          const states = [{ conversation, events: [] as ServerEvent[] }];
          for (const userId of changes)
            states.push(change(states.at(-1) ?? { conversation, events: [] }, userId));
          const { conversation: last, events } = states.at(-1) ?? { conversation, events: [] };
          const { all, store, conversations, known } = targets();
          const answerWith = (answer: Conversation) =>
            store.changeConversation(id, (before) => merged(before, answer));
          conversations.fetchInBackground.mockImplementation(() => answerWith(last));
          for (const { at, isAnswer } of arrivals) {
            const event = events[at % events.length];
            const state = states[at % states.length];
            if (isAnswer && state) answerWith(state.conversation);
            else if (event) applyEvent(event, all);
          }
          // In the end, every event arrives, in the order of the last digits of the random numbers.
          const order = (index: number) => (arrivals[index]?.at ?? index) % 7;
          const late = events.map((event, index) => ({ event, order: order(index) }));
          for (const { event } of late.toSorted((a, b) => a.order - b.order)) applyEvent(event, all);
          const ids = (of: Conversation | undefined) => of?.participants.map(({ user }) => user.id).sort();
          expect([known()?.participantCount, ids(known())]).toEqual([last.participantCount, ids(last)]);
        },
      ),
    );
  });

  test("sessions.ended forgets the session only if it names this device", () => {
    const { all, session } = targets();
    applyEvent({ type: "sessions.ended", deviceIds: [otherDevice] }, all);
    expect(session.forget).not.toHaveBeenCalled();
    applyEvent({ type: "sessions.ended", deviceIds: [otherDevice, thisDevice] }, all);
    expect(session.forget).toHaveBeenCalledOnce();
  });

  test("keywords.updated and sections.updated change the account", () => {
    const { all, people } = targets();
    const keywords: ServerEvent = { type: "keywords.updated", keywords: ["rhubarb"] };
    const sections: ServerEvent = { type: "sections.updated", sections: [] };
    applyEvent(keywords, all);
    applyEvent(sections, all);
    expect(people.receiveKeywords).toHaveBeenCalledWith(keywords);
    expect(people.receiveSections).toHaveBeenCalledWith(sections);
  });

  test.each(["message.updated", "message.deleted"] as const)("%s replaces the message", (type) => {
    const { all, inbox, store } = targets();
    const changed = message(2, { content: "changed", revision: 4 });
    applyEvent({ type, message: changed }, all);
    expect(inbox.change).toHaveBeenCalledWith(
      id,
      expect.objectContaining({ seq: 2, revision: 4, message: changed }),
    );
    expect(inbox.change.mock.calls[0]?.[1].apply(message(2))).toBe(changed);
    expect(store.state.latestUpdate).toBe(changed);
  });

  test("reaction.updated changes only the reactions and the revision", () => {
    const { all, inbox } = targets();
    const reactions = [{ emoji: "👍", userIds: [ben] }];
    const messageId = message(2).id;
    applyEvent(
      { type: "reaction.updated", conversationId: id, messageId, seq: 2, revision: 5, reactions },
      all,
    );
    expect(inbox.change).toHaveBeenCalledWith(id, expect.objectContaining({ seq: 2, revision: 5 }));
    expect(inbox.change.mock.calls[0]?.[1].apply(message(2))).toEqual(message(2, { revision: 5, reactions }));
  });

  test("poll.updated takes the poll's results unless newer ones are known", () => {
    const poll = (version: number) => ({
      question: "Lunch?",
      options: [
        { text: "Soup", votes: version },
        { text: "Salad", votes: 0 },
      ],
      isMultiple: false,
      isAnonymous: false,
      voterCount: version,
      version,
    });
    const { all, inbox } = targets();
    const messageId = message(2).id;
    applyEvent(
      { type: "poll.updated", conversationId: id, messageId, seq: 2, revision: 5, poll: poll(3) },
      all,
    );
    expect(inbox.change).toHaveBeenCalledWith(id, expect.objectContaining({ seq: 2, revision: 5 }));
    const apply = inbox.change.mock.calls[0]?.[1].apply;
    expect(apply(message(2, { poll: poll(2) }))).toMatchObject({ revision: 5, poll: { version: 3 } });
    expect(apply(message(2, { poll: poll(4) }))).toMatchObject({ revision: 5, poll: { version: 4 } });
  });

  test("participant.added adds the participants, and makes them known", () => {
    const { all, known } = targets();
    const cleo = UserId.parse("00000000-0000-4000-8000-00000000000c");
    const user = { id: cleo, username: "cleo", fullName: null, createdAt };
    const added = { user, role: "member", joinedAt: createdAt, lastReadSeq: 0, online: true } as const;
    applyEvent(
      {
        type: "participant.added",
        conversationId: id,
        participants: [added],
        participantCount: 3,
        version: 4,
      },
      all,
    );
    expect(known()).toMatchObject({ participantCount: 3, version: 4 });
    expect(known()?.participants.map((participant) => participant.user.id)).toEqual([ada, ben, cleo]);
    expect(all.people.take).toHaveBeenCalledWith([user]);
  });

  test("participant.updated changes a role, also the user's own", () => {
    const { all, known } = targets();
    const change = { type: "participant.updated", conversationId: id, role: "admin" } as const;
    applyEvent({ ...change, userId: ada, version: 4 }, all);
    expect(known()).toMatchObject({ role: "admin", version: 4 });
    expect(known()?.participants.map(({ role }) => role)).toEqual(["admin", "member"]);
  });

  test("participant.removed ends the typing of the participant", () => {
    const { all, presence } = targets();
    applyEvent({ type: "participant.removed", conversationId: id, userId: ben, participantCount: 1 }, all);
    expect(presence.receiveTyping).toHaveBeenCalledWith({
      conversationId: id,
      userId: ben,
      isTyping: false,
    });
  });

  test("of a change loads the conversation only if the event of an earlier change is missing", () => {
    const { participantCount, isGroupChat, adminsOnly } = conversation;
    const shared = { id, participantCount, createdAt, isGroupChat, adminsOnly, name: "New" };
    for (const [version, loads] of [
      [3, 0],
      [4, 0],
      [5, 1],
    ] as const) {
      const { all, conversations } = targets();
      applyEvent({ type: "conversation.updated", conversation: { ...shared, version } }, all);
      expect(conversations.fetchInBackground).toHaveBeenCalledTimes(loads);
    }
  });

  test("settings.updated changes the user's settings", () => {
    const { all, ownSettings } = targets();
    const { settings } = conversation;
    const event = {
      type: "settings.updated",
      conversationId: id,
      settings,
      unreadCount: 2,
      mentionCount: 1,
    } as const;
    applyEvent(event, all);
    expect(ownSettings.receive).toHaveBeenCalledWith(event);
  });

  test("draft.updated makes the draft the latest one", () => {
    const { all, store } = targets();
    const draft = { conversationId: id, content: "half a sent", revision: 2 };
    applyEvent({ type: "draft.updated", draft }, all);
    expect(store.state.latestDraft).toBe(draft);
  });

  test("of scheduled messages and reminders counts their changes, and shows a reminder that is due", () => {
    const { all, store } = targets();
    const messageId = message(1).id;
    const reminder = { conversationId: id, messageId, remindAt: createdAt, message: message(1) };
    const textReminder = {
      id: TextReminderId.parse("00000000-0000-4000-8000-0000000000e1"),
      text: "Stand-up",
      remindAt: createdAt,
    };
    const counts = () => [store.state.scheduledChanges, store.state.reminderChanges];
    applyEvent({ type: "scheduled.removed", conversationId: id, id: messageId }, all);
    expect(counts()).toEqual([1, 0]);
    applyEvent({ type: "reminder.updated", reminder }, all);
    applyEvent({ type: "reminder.removed", conversationId: id, messageId }, all);
    applyEvent({ type: "text-reminder.updated", reminder: textReminder }, all);
    applyEvent({ type: "text-reminder.removed", id: textReminder.id }, all);
    expect(counts()).toEqual([1, 4]);
    expect(store.state.latestReminder).toBeUndefined();
    applyEvent({ type: "reminder.due", reminder }, all);
    expect([store.state.latestReminder, ...counts()]).toEqual([reminder, 1, 5]);
    applyEvent({ type: "text-reminder.due", reminder: textReminder }, all);
    expect([store.state.latestReminder, ...counts()]).toEqual([textReminder, 1, 6]);
  });

  test("user.updated changes the user in every conversation", () => {
    const { all, known } = targets();
    const status = { emoji: "🌴" };
    const user = { id: ben, username: "ben", fullName: "Benedict", createdAt, status };
    applyEvent({ type: "user.updated", user }, all);
    expect(known()?.participants[1]?.user).toEqual(user);
    expect(all.people.take).toHaveBeenCalledWith([user]);
  });
});

describe("A conversation", () => {
  test("ends with the same state, whatever the order in which messages arrive", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 }), (order) => {
        const end = order.reduce((known, seq) => withMessage(known, message(seq), me), conversation);
        expect(end).toMatchObject({ lastSeq: 5, unreadCount: 5, lastMessage: { seq: 5 } });
      }),
    );
  });

  test("counts a mention of the user, and forgets it when everything is read", () => {
    const mentioned = withMessage(conversation, message(1, { content: "Hello @ada" }), me);
    expect(mentioned).toMatchObject({ unreadCount: 1, mentionCount: 1 });
    const own = withMessage(mentioned, message(2, { senderId: ada, content: "@ada" }), me);
    expect(own).toMatchObject({ unreadCount: 0, mentionCount: 0, lastReadSeq: 2 });
  });

  test("leaves the archive with a new message, unless it is muted", () => {
    const archived = { ...conversation, settings: { ...conversation.settings, isArchived: true } };
    expect(withMessage(archived, message(1), me).settings.isArchived).toBe(false);
    const muted = { ...archived, settings: { ...archived.settings, notify: "nothing" as const } };
    expect(withMessage(muted, message(1), me).settings.isArchived).toBe(true);
  });

  test("merges with its fetched version and keeps the newer parts of both", () => {
    const known = withMessage(conversation, message(3), me);
    expect(merged(known, { ...conversation, lastSeq: 2, name: "Renamed", version: 4 })).toMatchObject({
      name: "Renamed",
      lastSeq: 3,
      lastMessage: { seq: 3 },
    });
    expect(merged(known, { ...conversation, name: "Stale", version: 2 }).name).toBe("Design");
    expect(merged(undefined, conversation)).toBe(conversation);
  });

  test("applies a change to its last message only if it is newer", () => {
    const known = withMessage(conversation, message(1, { revision: 2 }), me);
    const apply = (last: Message) => ({ ...last, content: "edited" });
    expect(withChangedMessage(known, { seq: 1, revision: 2, apply }).lastMessage?.content).toBe("message 1");
    expect(withChangedMessage(known, { seq: 1, revision: 3, apply })).toMatchObject({
      lastMessage: { content: "edited" },
      lastRevision: 3,
    });
    expect(withChangedMessage(known, { seq: 9, revision: 4, apply })).toMatchObject({
      lastMessage: { content: "message 1" },
      lastRevision: 4,
    });
  });
});

describe("The deletion of an unread message", () => {
  const deletion = (seq: number, revision: number) => {
    const gone = message(seq, { content: "", deletedAt: createdAt, revision });
    return { seq, revision, message: gone, apply: () => gone };
  };
  const unread = [1, 2, 3].reduce((known, seq) => withMessage(known, message(seq), me), conversation);

  test("makes it no longer unread, once, however often the event arrives", () => {
    const once = withChangedMessage(unread, deletion(2, 1));
    expect(once.unreadCount).toBe(2);
    expect(withChangedMessage(once, deletion(2, 1)).unreadCount).toBe(2);
    expect(withChangedMessage(once, deletion(3, 2)).unreadCount).toBe(1);
    // A further message counts from there.
    expect(withMessage(once, message(4), me).unreadCount).toBe(3);
  });

  test("changes nothing if it was read", () => {
    const read = withOwnReadPosition(unread, 2);
    expect(read.unreadCount).toBe(1);
    expect(withChangedMessage(read, deletion(1, 1)).unreadCount).toBe(1);
  });

  test("stays counted when an older answer arrives, and yields to a newer one", () => {
    const known = withChangedMessage(unread, deletion(2, 1));
    const fetched = { ...conversation, lastSeq: 3, unreadCount: 3 };
    expect(merged(known, fetched).unreadCount).toBe(2);
    expect(merged(known, { ...fetched, lastRevision: 2, unreadCount: 1 }).unreadCount).toBe(1);
  });

  test("needs the server's count if it may contain a mention, or if changes before it are missing", () => {
    const mentioned = withMessage(conversation, message(1, { content: "@ada" }), me);
    expect(needsRecount(unread, deletion(1, 1), me)).toBe(false);
    expect(needsRecount(mentioned, deletion(1, 1), me)).toBe(true);
    expect(needsRecount(unread, deletion(1, 2), me)).toBe(true);
    expect(needsRecount(withOwnReadPosition(unread, 3), deletion(1, 2), me)).toBe(false);
    const edit = message(1, { content: "now @ada", revision: 1 });
    const change = { seq: 1, revision: 1, message: edit, apply: () => edit };
    expect(needsRecount(unread, change, me)).toBe(true);
    expect(needsRecount({ ...unread, lastRevision: 1 }, change, me)).toBe(false);
  });
});

describe("A participant", () => {
  const ofBen = (changed: Conversation) => changed.participants.find(({ user }) => user.id === ben);

  test("never reads backwards", () => {
    const read = withReadPosition(conversation, { userId: ben, seq: 5 });
    expect(ofBen(read)?.lastReadSeq).toBe(5);
    expect(ofBen(withReadPosition(read, { userId: ben, seq: 4 }))?.lastReadSeq).toBe(5);
    expect(read.participants[0]?.lastReadSeq).toBe(0);
  });

  test("receives a role, which also changes the conversation's role if the participant is the user", () => {
    const event = { type: "participant.updated", conversationId: id, role: "admin" } as const;
    const other = withRole(conversation, { ...event, userId: ben }, ada);
    expect([ofBen(other)?.role, other.role]).toEqual(["admin", "member"]);
    const own = withRole(conversation, { ...event, userId: ada }, ada);
    expect([own.participants[0]?.role, own.role]).toEqual(["admin", "admin"]);
  });

  test("who is not listed only reduces the count when they are removed", () => {
    const userId = UserId.parse("00000000-0000-4000-8000-00000000000c");
    const event = { type: "participant.removed", conversationId: id, userId, participantCount: 7 } as const;
    expect(withoutParticipant(conversation, event)).toEqual({ ...conversation, participantCount: 7 });
  });
});

describe("A reaction", () => {
  test("is added once and removed again", () => {
    const once = withReaction(message(1), { emoji: "👍", userId: ada, isSet: true });
    expect(once.reactions).toEqual([{ emoji: "👍", userIds: [ada] }]);
    expect(withReaction(once, { emoji: "👍", userId: ada, isSet: true }).reactions).toEqual(once.reactions);
    const both = withReaction(once, { emoji: "👍", userId: ben, isSet: true });
    expect(both.reactions).toEqual([{ emoji: "👍", userIds: [ada, ben] }]);
    expect(withReaction(both, { emoji: "👍", userId: ada, isSet: false }).reactions).toEqual([
      { emoji: "👍", userIds: [ben] },
    ]);
    expect(withReaction(once, { emoji: "👍", userId: ada, isSet: false }).reactions).toEqual([]);
  });
});

test("A missed call counts as unread for the person who was called, mentions nobody, and moves the caller's read position", () => {
  const call = { content: "@ada called. Nobody answered.", system: { event: "missedCall" } };
  const called = withMessage(conversation, message(1, call), me);
  expect(called).toMatchObject({ unreadCount: 1, mentionCount: 0, lastReadSeq: 0 });
  const caller = withMessage(conversation, message(1, { ...call, senderId: ada }), me);
  expect(caller).toMatchObject({ unreadCount: 0, lastReadSeq: 1 });
  const report = withMessage(conversation, message(1, { system: { event: "renamed" } }), me);
  expect(report).toMatchObject({ unreadCount: 0, lastReadSeq: 0 });
});

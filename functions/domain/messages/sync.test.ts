import { describe, expect, test } from "vitest";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import { db, newGroup, newUser, newUsers, send, unlimited } from "../../../tests/support/domain.ts";
import { deleteMessage, editMessage, setReaction } from "./change.ts";
import { missed } from "./sync.ts";

type Positions = Record<ConversationId, number>;

/** Syncs until nothing is missing, as a client does. */
async function syncAll(userId: UserId, conversations: Positions, revisions: Positions = {}) {
  const known = { ...conversations };
  const messages: Message[] = [];
  const changes: Message[] = [];
  let pages = 0;
  for (let more = true; more; pages++) {
    const answer = await missed(db, userId, { conversations: known, revisions });
    for (const message of answer.messages) known[message.conversationId] = message.seq;
    Object.assign(revisions, answer.revisions);
    messages.push(...answer.messages);
    changes.push(...(answer.changes ?? []));
    more = answer.more;
  }
  return { messages, changes, revisions, pages };
}

async function sendMany(id: ConversationId, sender: UserId, count: number): Promise<Message[]> {
  const sent: Message[] = [];
  for (let at = 0; at < count; at++) sent.push(await send(id, sender, `message ${at}`));
  return sent;
}

describe("A sync", () => {
  test("returns the messages after the known sequence numbers, in order, and only of the reader's conversations", async () => {
    const { ada, ben } = await newUsers();
    const [first, second, others] = [await newGroup(ada), await newGroup(ada), await newGroup(ben)];
    const inFirst = await sendMany(first, ada, 3);
    const inSecond = await sendMany(second, ada, 2);
    await send(others, ben);
    const { messages } = await syncAll(ada, { [first]: 1, [second]: 0, [others]: 0 });
    expect(messages.filter(({ conversationId }) => conversationId === first)).toEqual(inFirst.slice(1));
    expect(messages.filter(({ conversationId }) => conversationId === second)).toEqual(inSecond);
    expect(messages).toHaveLength(4);
  });

  test("continues in further pages until a client that was away for long has everything", async () => {
    const ada = await newUser();
    const id = await newGroup(ada);
    const sent = await sendMany(id, ada, 101);
    const { messages, pages } = await syncAll(ada, { [id]: 0 });
    expect(messages).toEqual(sent);
    // Two pages of messages, and an empty one of changes.
    expect(pages).toBe(3);
  });

  test("continues after a frame of long messages", async () => {
    const ada = await newUser();
    const id = await newGroup(ada);
    // Each of them takes 48,000 bytes of JSON, and a frame has room for two.
    const sent = [];
    for (let at = 0; at < 5; at++) sent.push(await send(id, ada, "\u0001".repeat(8_000)));
    const { messages, pages } = await syncAll(ada, { [id]: 0 });
    expect(messages).toEqual(sent);
    expect(pages).toBe(4);
  });

  test("returns changes of known messages in the order of revisions, and none of unknown messages", async () => {
    const ada = await newUser();
    const id = await newGroup(ada);
    const first = await send(id, ada);
    const second = await send(id, ada);
    const third = await send(id, ada);
    const of = (message: Message) => ({
      conversationId: id,
      messageId: message.id,
      callerId: ada,
      sessionId: ada,
    });
    await editMessage(db, of(first), "edited", unlimited);
    await deleteMessage(db, of(third));
    await setReaction(db, of(second), "👍", true, unlimited);
    const answer = await missed(db, ada, { conversations: { [id]: 3 }, revisions: { [id]: 0 } });
    expect(answer.changes?.map(({ seq, revision }) => [seq, revision])).toEqual([
      [1, 1],
      [3, 2],
      [2, 3],
    ]);
    expect(answer).toMatchObject({ messages: [], revisions: { [id]: 3 }, more: false });
    expect(await missed(db, ada, { conversations: { [id]: 3 }, revisions: { [id]: 3 } })).toEqual({
      messages: [],
      changes: [],
      revisions: {},
      more: false,
    });
  });

  test("first returns new messages, which already contain their changes, and then the changes of known ones", async () => {
    const ada = await newUser();
    const id = await newGroup(ada);
    for (const { id: messageId } of await sendMany(id, ada, 2)) {
      await editMessage(
        db,
        { conversationId: id, messageId, callerId: ada, sessionId: ada },
        "edited",
        unlimited,
      );
    }
    const { messages, changes, revisions } = await syncAll(ada, { [id]: 1 }, { [id]: 0 });
    expect(messages).toMatchObject([{ seq: 2, content: "edited" }]);
    // The second message is known by now, so its change arrives once more.
    expect(changes.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(revisions).toEqual({ [id]: 2 });
  });

  test("without revisions returns no changes, as clients of the first release expect", async () => {
    const ada = await newUser();
    const id = await newGroup(ada);
    expect(await missed(db, ada, { conversations: { [id]: 0 } })).toEqual({ messages: [], more: false });
  });

  test("continues with changes in further pages until all have arrived", async () => {
    const ada = await newUser();
    const [long, short] = [await newGroup(ada), await newGroup(ada)];
    for (const message of await sendMany(long, ada, 101)) {
      await deleteMessage(db, { conversationId: long, messageId: message.id, callerId: ada, sessionId: ada });
    }
    const only = await send(short, ada);
    await deleteMessage(db, { conversationId: short, messageId: only.id, callerId: ada, sessionId: ada });
    const known = { [long]: 101, [short]: 1 };
    const { changes, revisions, pages } = await syncAll(ada, known, { [long]: 0, [short]: 0 });
    const revisionsOf = (id: ConversationId) =>
      changes.filter(({ conversationId }) => conversationId === id).map(({ revision }) => revision);
    expect(revisionsOf(long)).toEqual(Array.from({ length: 101 }, (_, at) => at + 1));
    expect(revisionsOf(short)).toEqual([1]);
    expect(revisions).toEqual({ [long]: 101, [short]: 1 });
    expect(pages).toBe(2);
  });
});

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { ConnectionId, type UserId } from "../../contract/ids.ts";
import { db, newMessageId, newUser, newUsers, send, unlimited } from "../../tests/support/domain.ts";
import * as released from "../../tests/support/released-domain/domain-65548a0.js";
import { createReleasedFunctions } from "../../tests/support/released-functions.ts";
import { editMessage } from "./messages/change.ts";
import { listMessages } from "./messages/history.ts";
import { indexMessages } from "./search/index-messages.ts";
import { searchMessages } from "./search/search.ts";
import { getUser } from "./users/users.ts";

/** During a deployment, and after a rollback, the functions of the previous release run on the tables of this one. */
describe("The domain of the previous release, on this release's tables,", () => {
  beforeAll(() => createReleasedFunctions(db.once, "0013-mail-tokens"));

  const startGroup = async (owner: UserId, ...members: UserId[]) => {
    const request = { participantIds: members, name: "Engine room", isGroupChat: true };
    return (await released.createConversation(db, owner, request)).conversation.id;
  };

  test("registers, finds, changes and deletes accounts", async () => {
    const username = `old-${randomUUID().slice(0, 13)}`;
    const email = `${username}@example.org`;
    const { id } = await released.createAccount(db, { username, email, fullName: "Ünal", passwordHash: "x" });
    expect(await released.findCredentials(db, email.toUpperCase())).toMatchObject({ account: { id } });
    expect((await released.findUsers(db, username, 5)).map((user) => user.id)).toEqual([id]);
    expect(await released.updateAccount(db, id, { fullName: "Öz" })).toMatchObject({ fullName: "Öz", email });
    await released.deleteAccount(db, id);
    expect(await released.findCredentials(db, email)).toBeUndefined();
  });

  test("starts, renews, lists and ends sessions", async () => {
    const ada = await newUser();
    const { token, sessionId } = await released.startFamily(db, ada, "Old/1.0");
    const renewed = await released.rotate(db, token);
    expect(renewed).toMatchObject({ sessionId, userId: ada });
    expect((await released.listDevices(db, ada, sessionId)).map(({ id }) => id)).toEqual([sessionId]);
    expect(await released.signOutAll(db, ada, null)).toEqual([sessionId]);
    await expect(released.rotate(db, renewed.token)).rejects.toThrow();
  });

  test("starts conversations, adds and removes participants, and lists them", async () => {
    const { ada, ben, cleo } = await newUsers();
    const id = await startGroup(ada, ben);
    await released.addParticipants(db, id, ada, [cleo], 10);
    expect((await released.getConversation(db, cleo, id)).participantCount).toBe(3);
    await released.removeParticipant(db, id, ada, cleo);
    const { items } = await released.listConversations(db, ben, {});
    expect(items).toMatchObject([{ id, name: "Engine room", participantCount: 2 }]);
  });

  test("sends, edits, deletes, reacts, reads, syncs and searches, in turn with this release", async () => {
    const { ada, ben } = await newUsers();
    const id = await startGroup(ada, ben);
    const connectionId = ConnectionId.parse(`connection-${randomUUID()}`);
    expect(await released.addConnection(db, connectionId, ben)).toBe(true);
    const sent = await released.sendMessage(
      db,
      id,
      ada,
      { id: newMessageId(), content: "an old rhubarb" },
      unlimited,
      10,
    );
    expect(sent).toMatchObject({ isNew: true, connectionIds: [connectionId], message: { seq: 1 } });
    expect(await send(id, ben, "a new one")).toMatchObject({ seq: 2 });
    const first = { conversationId: id, messageId: sent.message.id, callerId: ada };
    expect(await released.editMessage(db, first, "a rhubarb", unlimited)).toMatchObject({ revision: 1 });
    const again = await editMessage(db, { ...first, sessionId: ada }, "the rhubarb", unlimited);
    expect(again).toMatchObject({ revision: 2 });
    const reacted = await released.setReaction(db, { ...first, callerId: ben }, "👍", true, unlimited);
    expect(reacted.reactions).toEqual([{ emoji: "👍", userIds: [ben] }]);
    expect((await released.searchMessages(db, ben, { query: "rhubarb" })).items).toHaveLength(1);
    expect(await released.markRead(db, id, ada, 2)).toMatchObject({ lastReadSeq: 2, unreadCount: 0 });
    expect((await released.listMessages(db, id, ben, { after: 0 })).items).toMatchObject([
      { content: "the rhubarb" },
      { content: "a new one" },
    ]);
    await released.deleteMessage(db, first);
    const { changes } = await released.missed(db, ben, {
      conversations: { [id]: 2 },
      revisions: { [id]: 0 },
    });
    expect(changes).toMatchObject([{ seq: 1, content: "", revision: 4 }]);
    expect(await released.removeConnection(db, connectionId)).toBe(ben);
    expect(await released.settlePresence(db, ben)).toBe(false);
  });

  test("changes a text that then no longer names the users whom it mentioned", async () => {
    const { ada, ben } = await newUsers();
    const id = await startGroup(ada, ben);
    const { username } = await getUser(db, ben);
    const sent = await send(id, ada, `@${username} and rhubarb`);
    expect(sent.mentions?.users).toMatchObject([{ id: ben }]);
    const change = { conversationId: id, messageId: sent.id, callerId: ada };
    await released.editMessage(db, change, "rhubarb", unlimited);
    const { items } = await listMessages(db, id, ben, {});
    expect(items).toMatchObject([{ content: "rhubarb" }]);
    expect(items[0]?.mentions).toBeUndefined();
    const again = await editMessage(db, { ...change, sessionId: ada }, `@${username}`, unlimited);
    expect(again.mentions?.users).toMatchObject([{ id: ben }]);
  });

  test("writes messages and changes that this release finds once it has indexed them", async () => {
    const { ada, ben } = await newUsers();
    const id = await startGroup(ada, ben);
    const sendOld = async (content: string) => {
      const message = { id: newMessageId(), content };
      return (await released.sendMessage(db, id, ada, message, unlimited, 10)).message;
    };
    const found = async (query: string) =>
      (await searchMessages(db, ben, { query, conversationId: id })).items.map(({ message }) => message.seq);
    await sendOld("rhubarb by the old release");
    await send(id, ben, "rhubarb by this release");
    const { id: messageId } = await sendOld("celery");
    const change = { conversationId: id, messageId, callerId: ada };
    await released.editMessage(db, change, "rhubarb instead of celery", unlimited);
    expect(await found("rhubarb")).toEqual([2]);
    await indexMessages(db, Date.now() + 10_000);
    expect(await found("rhubarb")).toEqual([3, 2, 1]);
    expect(await found("celery")).toEqual([3]);
    await send(id, ben, "more rhubarb");
    await released.editMessage(db, change, "no vegetables", unlimited);
    expect(await found("celery")).toEqual([]);
    await indexMessages(db, Date.now() + 10_000);
    expect(await found("rhubarb")).toEqual([4, 2, 1]);
    expect(await found("vegetables")).toEqual([3]);
  });
});

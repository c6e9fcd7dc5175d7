import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import {
  by,
  connect,
  db,
  newGroup,
  newMessageId,
  newUser,
  newUsers,
  send,
  unlimited,
} from "../../../tests/support/domain.ts";
import { removeConnection, settlePresence } from "../connections/connections.ts";
import { changeRole } from "../conversations/participants.ts";
import { getConversation } from "../conversations/views.ts";
import { deleteMessage, editMessage } from "./change.ts";
import { listMessages } from "./history.ts";
import { markRead } from "./read-position.ts";
import { sendMessage } from "./send.ts";

const mentionCount = async (id: ConversationId, userId: UserId) =>
  (await getConversation(db, userId, id)).mentionCount;

/**
 * Makes a group as large as one to which the rule of the workspace applies. A trigger counts participants afterwards.
 */
const makeLarge = (id: ConversationId) =>
  sql`UPDATE conversations SET participant_count = participant_count + 1000 WHERE id = ${id}::uuid`.execute(
    db.once,
  );

async function isOnline(userId: UserId, isOnline: boolean): Promise<void> {
  const connectionId = await connect(userId);
  if (isOnline) return;
  await removeConnection(db, connectionId);
  await settlePresence(db, userId);
}

describe("A message with @channel", () => {
  test("mentions every participant except its author, once, until they have read it", async () => {
    const { ada, ben, cleo } = await newUsers();
    const id = await newGroup(ada, ben, cleo);
    expect(await send(id, ada, "Lunch, @channel!")).toMatchObject({ mentions: { wide: "channel" } });
    const { items } = await listMessages(db, id, ben, {});
    expect(items).toMatchObject([{ mentions: { wide: "channel" } }]);
    const { participants } = await getConversation(db, ada, id);
    const username = participants.find(({ user }) => user.id === ben)?.user.username;
    await send(id, ada, `@channel and @${username}`);
    expect(await mentionCount(id, ada)).toBe(0);
    expect(await mentionCount(id, ben)).toBe(2);
    await markRead(db, [{ conversationId: id, userId: ben, seq: 1 }]);
    expect(await mentionCount(id, ben)).toBe(1);
    expect(await mentionCount(id, cleo)).toBe(2);
  });

  test("mentions nobody in code, in a reply that only its thread shows, or once it is edited or deleted", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    expect((await send(id, ada, "`@channel` and @channels")).mentions).toEqual({ users: [] });
    const root = await send(id, ada, "@channel");
    const reply = { id: newMessageId(), content: "@channel", threadId: root.id };
    const { message } = await sendMessage(db, id, by(ada), reply, unlimited, 0);
    expect(message.mentions).toEqual({ users: [] });
    const inBoth = { ...reply, id: newMessageId(), alsoInConversation: true };
    expect((await sendMessage(db, id, by(ada), inBoth, unlimited, 0)).message).toMatchObject({
      mentions: { wide: "channel" },
    });
    expect(await mentionCount(id, ben)).toBe(2);
    const change = { conversationId: id, callerId: ada, sessionId: ada };
    const edited = await editMessage(db, { ...change, messageId: root.id }, "nobody", unlimited);
    expect(edited).not.toHaveProperty("mentions");
    expect(await mentionCount(id, ben)).toBe(1);
    expect(await editMessage(db, { ...change, messageId: root.id }, "@here", unlimited)).toMatchObject({
      mentions: { wide: "here" },
    });
    expect(await deleteMessage(db, { ...change, messageId: inBoth.id })).not.toHaveProperty("mentions");
    expect(await mentionCount(id, ben)).toBe(0);
  });

  test("mentions only the participant with this username, if there is one of before the name was reserved", async () => {
    const { ada, ben } = await newUsers();
    const channel = await newUser();
    await sql`UPDATE users SET username = 'channel' WHERE id = ${channel}::uuid`.execute(db.once);
    try {
      const id = await newGroup(ada, ben, channel);
      expect(await send(id, ada, "@channel")).toMatchObject({ mentions: { users: [{ id: channel }] } });
      expect(await mentionCount(id, ben)).toBe(0);
      expect(await mentionCount(id, channel)).toBe(1);
      expect(await send(await newGroup(ada, ben), ada, "@channel")).toMatchObject({
        mentions: { wide: "channel", users: [] },
      });
    } finally {
      await sql`UPDATE users SET username = id::text WHERE id = ${channel}::uuid`.execute(db.once);
    }
  });

  test("mentions nobody in a large group unless the rule of the workspace admits its author", async () => {
    const { ada, ben, cleo } = await newUsers();
    const id = await newGroup(ada, ben, cleo);
    await makeLarge(id);
    expect(await send(id, cleo, "@channel")).not.toHaveProperty("mentions.wide");
    expect(await mentionCount(id, ben)).toBe(0);
    expect(await send(id, ada, "@channel")).toHaveProperty("mentions.wide");
    await changeRole(db, id, { callerId: ada, userId: cleo, role: "admin" });
    expect(await send(id, cleo, "@channel")).toHaveProperty("mentions.wide");
    expect(await mentionCount(id, ben)).toBe(2);
  });
});

describe("A message with @here", () => {
  test("mentions the participants who were online when it was sent, also after they have gone and come back", async () => {
    const { ada, ben, cleo } = await newUsers();
    const id = await newGroup(ada, ben, cleo);
    await isOnline(ben, true);
    await isOnline(cleo, false);
    expect(await send(id, ada, "@here")).toMatchObject({ mentions: { wide: "here" } });
    await isOnline(cleo, true);
    await sql`DELETE FROM connections WHERE user_id = ${ben}::uuid`.execute(db.once);
    await settlePresence(db, ben);
    expect(await mentionCount(id, ben)).toBe(1);
    await isOnline(ben, true);
    expect(await mentionCount(id, ben)).toBe(1);
    expect(await mentionCount(id, cleo)).toBe(0);
  });
});

import { sql } from "kysely";
import { expect, test } from "vitest";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { db, newGroup, newUser, newUsers, send } from "../../../tests/support/domain.ts";
import { settlePresence } from "../connections/connections.ts";
import { getConversation, listConversations } from "./views.ts";

/** Follows the cursors to the end of a list. */
async function listAll(userId: UserId, limit: number): Promise<ConversationId[][]> {
  const pages: ConversationId[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listConversations(db, userId, { limit, ...(cursor && { cursor }) });
    pages.push(page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return pages;
}

test("The list of conversations begins with the most recent activity, and its pages contain each once", async () => {
  const ada = await newUser();
  const [a, b, c] = [await newGroup(ada), await newGroup(ada), await newGroup(ada)];
  const [d, e] = [await newGroup(ada), await newGroup(ada)];
  // All have the same time, so that only the ids determine the order.
  await sql`UPDATE conversations SET last_activity_at = now() - interval '1 hour' WHERE created_by = ${ada}::uuid`.execute(
    db.once,
  );
  await send(b, ada);
  expect(await listAll(ada, 2)).toEqual([[b, e], [d, c], [a]]);
  expect(await listAll(ada, 5)).toEqual([[b, e, d, c, a]]);
});

test("A page of the list ends early when its last messages are long, and the next page continues", async () => {
  const ada = await newUser();
  const ids: ConversationId[] = [];
  for (let at = 0; at < 7; at++) {
    const id = await newGroup(ada);
    // 32,000 bytes, of which a page holds five.
    await send(id, ada, "😀".repeat(limits.message.max));
    ids.unshift(id);
  }
  expect(await listAll(ada, 50)).toEqual([ids.slice(0, 5), ids.slice(5)]);
});

test("A conversation shows its last message, the reader's own position, and the first participants", async () => {
  const { ada, ben } = await newUsers();
  const others = await Promise.all(Array.from({ length: limits.inlineParticipants }, () => newUser()));
  const id = await newGroup(ada, ben, ...others);
  await send(id, ada, "first");
  const last = await send(id, ada, "last");
  const conversation = await getConversation(db, ben, id);
  expect(conversation).toMatchObject({
    lastMessage: last,
    lastSeq: 2,
    lastReadSeq: 0,
    unreadCount: 2,
    mentionCount: 0,
    role: "member",
    participantCount: limits.inlineParticipants + 2,
    settings: { notify: "all", isPinned: false, isArchived: false, unreadFrom: null },
  });
  expect(conversation.participants).toHaveLength(limits.inlineParticipants);
  expect(conversation.participants.slice(0, 2).map(({ user }) => user.id)).toEqual([ada, ben]);
  expect(conversation).not.toHaveProperty("pictureId");
});

test("A conversation without messages shows none, and does not exist for others", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada);
  expect(await getConversation(db, ada, id)).toMatchObject({ lastMessage: null, unreadCount: 0 });
  await expect(getConversation(db, ben, id)).rejects.toMatchObject({ code: "conversation-not-found" });
  expect(await listConversations(db, ben, {})).toEqual({ items: [], nextCursor: null });
});

test("A participant who has never been online has no last-seen time", async () => {
  const ada = await newUser();
  const id = await newGroup(ada);
  await settlePresence(db, ada);
  const [participant] = (await getConversation(db, ada, id)).participants;
  expect(participant).toMatchObject({ online: false, lastReadSeq: 0 });
  expect(participant).not.toHaveProperty("lastSeenAt");
});

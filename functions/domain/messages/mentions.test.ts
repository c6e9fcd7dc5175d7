import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { messageText } from "../../../contract/formatting/testing.ts";
import { UserId } from "../../../contract/ids.ts";
import { meaningOf, mentionsIn } from "../../../contract/mentions.ts";
import { by, db, newGroup, newMessageId, newUser, send, unlimited } from "../../../tests/support/domain.ts";
import { addParticipants } from "../conversations/participants.ts";
import { deleteMessage, editMessage } from "./change.ts";
import { getMessage } from "./history.ts";
import { sendMessage } from "./send.ts";

/** Stores a user with this username. */
async function newNamed(username: string): Promise<UserId> {
  const id = UserId.parse(randomUUID());
  await sql`
    INSERT INTO users (id, username, email, password_hash)
    VALUES (${id}::uuid, ${username}, ${`${username}@example.org`}, '')`.execute(db.once);
  return id;
}

test("A message notifies exactly the participants whose names its page shows as mentions", async () => {
  const stem = `kim${randomUUID().slice(0, 6)}`;
  const inGroup = ["", "-", "----", "._"].map((ending) => stem + ending);
  const author = await newUser();
  const members = await Promise.all(inGroup.map(newNamed));
  // They are not in the group, so that their names mean other users.
  await Promise.all(["--", ".", "-----"].map((ending) => newNamed(stem + ending)));
  const id = await newGroup(author, ...members);
  const mention = fc
    .tuple(
      fc.constantFrom("", " ", "会議", "`", "_", "a", "```\n", "(", "["),
      fc.constantFrom("@", "＠"),
      fc.constantFrom(stem, stem.toUpperCase()),
      fc.string({ unit: fc.constantFrom(".", "-", "_"), maxLength: 7 }),
      fc.constantFrom("", " ", "'s ", "さん", "`", "_", "é", "](https://a.example)", "\n"),
    )
    .map((parts) => parts.join(""));
  const text = fc
    .array(fc.oneof(mention, messageText), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join("").replaceAll("\0", ""))
    .filter((content) => content.trim() !== "");
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      const request = { id: newMessageId(), content };
      const { message } = await sendMessage(db, id, by(author), request, unlimited, 0);
      const { rows } = await sql<{ username: string }>`
        SELECT u.username FROM mentions n JOIN users u ON u.id = n.user_id
        WHERE n.conversation_id = ${id}::uuid AND n.seq = ${message.seq}`.execute(db.repeatable);
      const shown = mentionsIn(content).flatMap(
        (node) => meaningOf(node, message.mentions ?? {}, () => false)?.name ?? [],
      );
      expect([...new Set(shown)].sort()).toEqual(rows.map(({ username }) => username).sort());
    }),
    { numRuns: 40 },
  );
});

test("A message names its mentioned participants for as long as it has its text", async () => {
  const [author, ben] = [await newUser(), await newNamed(`ben${randomUUID().slice(0, 6)}---`)];
  const id = await newGroup(author, ben);
  const { username } = (
    await sql<{ username: string }>`SELECT username FROM users WHERE id = ${ben}::uuid`.execute(db.repeatable)
  ).rows[0] ?? { username: "" };
  const users = [{ id: ben, username }];
  const sent = await send(id, author, `Hello @${username}, @nobody`);
  expect(sent.mentions).toEqual({ users });
  expect((await getMessage(db, id, ben, sent.id)).mentions).toEqual({ users });
  const change = { conversationId: id, messageId: sent.id, callerId: author, sessionId: author };
  expect((await editMessage(db, change, "Hello @nobody", unlimited)).mentions).toEqual({ users: [] });
  expect(await editMessage(db, change, "Hello", unlimited)).not.toHaveProperty("mentions");
  expect((await editMessage(db, change, `@${username}`, unlimited)).mentions).toEqual({ users });
  const deleted = await deleteMessage(db, change);
  expect(deleted).not.toHaveProperty("mentions");
  const { rows } = await sql<{ stored: unknown }>`
    SELECT mentioned_users AS stored FROM messages WHERE id = ${sent.id}::uuid`.execute(db.repeatable);
  expect(rows).toEqual([{ stored: null }]);
});

test("A mention from before a user joined stays without effect", async () => {
  const [author, zoe] = [await newUser(), await newNamed(`zoe${randomUUID().slice(0, 6)}`)];
  const id = await newGroup(author, await newUser());
  const { rows } = await sql<{
    username: string;
  }>`SELECT username FROM users WHERE id = ${zoe}::uuid`.execute(db.repeatable);
  const sent = await send(id, author, `Soon here: @${rows[0]?.username}`);
  await addParticipants(db, id, author, [zoe], 1_000);
  expect((await getMessage(db, id, zoe, sent.id)).mentions).toEqual({ users: [] });
});

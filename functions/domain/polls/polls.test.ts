import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { allowances } from "../../../contract/limits.ts";
import type { NewPoll } from "../../../contract/polls.ts";
import {
  by,
  db,
  newGroup,
  newMessageId,
  newUser,
  newUsers,
  unlimited,
} from "../../../tests/support/domain.ts";
import { deleteMessage, editMessage } from "../messages/change.ts";
import { getMessage, listMessages } from "../messages/history.ts";
import { sendMessage } from "../messages/send.ts";
import { missed } from "../messages/sync.ts";
import { listUnannounced, publishPoll } from "./announce-poll.ts";
import { getPoll, listVoters } from "./read.ts";
import { castVote, closePoll } from "./vote.ts";

const lunch: NewPoll = { question: "Lunch?", options: ["Soup", "Pizza", "Salad"] };

const change = (conversationId: ConversationId, callerId: UserId, messageId: MessageId) => ({
  conversationId,
  messageId,
  callerId,
  sessionId: callerId,
});

/** Ada asks her group, of which Ben is a member and Cleo is not. */
async function ask(poll: NewPoll = lunch) {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  const draft = { id: newMessageId(), content: "", poll };
  const { message } = await sendMessage(db, id, by(ada), draft, unlimited, 0);
  const { id: messageId } = message;
  return {
    ada,
    ben,
    cleo,
    id,
    message,
    messageId,
    draft,
    vote: (voter: UserId, ...choices: number[]) => castVote(db, change(id, voter, messageId), choices),
    read: (readerId: UserId) => getPoll(db, { conversationId: id, messageId, readerId }),
    voters: (readerId: UserId, option: number, query = {}) =>
      listVoters(db, { conversationId: id, messageId, readerId }, option, query),
  };
}

const votesOf = ({ poll }: { poll: { options: { votes: number }[] } }) =>
  poll.options.map(({ votes }) => votes);

describe("A message with a poll", () => {
  test("holds the question and the options as text, and starts without votes", async () => {
    const { ada, id, message, draft } = await ask();
    expect(message).toMatchObject({
      content: "📊 Lunch?\n1. Soup\n2. Pizza\n3. Salad",
      poll: { question: "Lunch?", voterCount: 0, isMultiple: false, isAnonymous: false, version: 0 },
    });
    const repeated = await sendMessage(db, id, by(ada), draft, unlimited, 0);
    expect(repeated).toMatchObject({ isNew: false, message });
    expect((await listMessages(db, id, ada, {})).items).toEqual([message]);
  });

  test("cannot be edited, and loses the poll with all votes when it is deleted", async () => {
    const { ada, ben, id, messageId, vote, read } = await ask();
    await vote(ben, 1);
    const edit = editMessage(db, change(id, ada, messageId), "Dinner?", unlimited);
    await expect(edit).rejects.toMatchObject({ code: "poll-fixed" });
    expect((await deleteMessage(db, change(id, ada, messageId))).poll).toBeUndefined();
    await expect(read(ada)).rejects.toMatchObject({ code: "poll-not-found" });
    await expect(vote(ben, 1)).rejects.toMatchObject({ code: "poll-not-found" });
    expect(await publishPoll(db, id, messageId)).toBeUndefined();
  });
});

describe("A vote", () => {
  test("counts once, can be changed, and can be withdrawn", async () => {
    const { ada, ben, vote, read } = await ask();
    expect(await vote(ben, 1)).toMatchObject({ isChanged: true, choices: [1] });
    expect(await vote(ben, 1)).toMatchObject({ isChanged: false, isToAnnounce: false, choices: [1] });
    await vote(ada, 1);
    const changed = await vote(ben, 2);
    expect(votesOf(changed)).toEqual([0, 1, 1]);
    expect(changed.poll).toMatchObject({ voterCount: 2, version: 3 });
    expect(await read(ben)).toEqual({ poll: changed.poll, choices: [2] });
    const withdrawn = await vote(ben);
    expect(votesOf(withdrawn)).toEqual([0, 1, 0]);
    expect(withdrawn).toMatchObject({ choices: [], poll: { voterCount: 1 } });
  });

  test("may name several options only if the poll allows it, and only options that exist", async () => {
    const single = await ask();
    await expect(single.vote(single.ben, 0, 2)).rejects.toMatchObject({ code: "one-choice-only" });
    await expect(single.vote(single.ben, 3)).rejects.toMatchObject({ code: "unknown-option" });
    const { ben, ada, vote } = await ask({ ...lunch, isMultiple: true });
    await vote(ben, 2, 0, 2);
    const both = await vote(ada, 0);
    expect(votesOf(both)).toEqual([2, 0, 1]);
    expect(both.poll.voterCount).toBe(2);
  });

  test("of many people at the same time is counted exactly", async () => {
    const { ada, id, messageId, vote } = await ask();
    const voters = await Promise.all(Array.from({ length: 12 }, () => newUser()));
    await sql`
      INSERT INTO participants (conversation_id, user_id, role)
      SELECT ${id}::uuid, listed.id::uuid, 'member'
      FROM json_array_elements_text(${JSON.stringify(voters)}::json) listed(id)`.execute(db.once);
    const cast = await Promise.all(voters.map((voter, at) => vote(voter, at % 3)));
    expect(cast.filter(({ isToAnnounce }) => isToAnnounce)).toHaveLength(1);
    const message = await publishPoll(db, id, messageId);
    expect(message?.poll).toMatchObject({ voterCount: 12, version: 12 });
    expect(message?.poll.options.map(({ votes }) => votes)).toEqual([4, 4, 4]);
    expect(message?.revision).toBe(1);
    expect(await getMessage(db, id, ada, messageId)).toEqual(message);
  });

  test("is refused to users who do not take part, in a closed poll, and in an archived conversation", async () => {
    const { ada, ben, cleo, id, vote, read } = await ask();
    await expect(vote(cleo, 0)).rejects.toMatchObject({ code: "conversation-not-found" });
    await expect(read(cleo)).rejects.toMatchObject({ code: "poll-not-found" });
    await vote(ben, 0);
    await sql`UPDATE conversations SET archived_at = now() WHERE id = ${id}::uuid`.execute(db.once);
    await expect(vote(ada, 0)).rejects.toMatchObject({ code: "conversation-archived" });
    const past = await ask({ ...lunch, closesAt: "2026-01-01T00:00:00.000Z" });
    await expect(past.vote(past.ben, 0)).rejects.toMatchObject({ code: "poll-closed" });
  });

  test("that changes again and again is slowed down", async () => {
    const { ben, vote } = await ask();
    const changes = async () => {
      for (let count = 0; count <= allowances.votes.burst + 20; count++) await vote(ben, count % 2);
    };
    await expect(changes()).rejects.toMatchObject({ code: "rate-limited" });
  });

  test("remains when the voter leaves", async () => {
    const { ada, ben, id, vote, read } = await ask();
    await vote(ben, 1);
    await sql`DELETE FROM participants WHERE conversation_id = ${id}::uuid AND user_id = ${ben}::uuid`.execute(
      db.once,
    );
    expect(votesOf(await read(ada))).toEqual([0, 1, 0]);
  });
});

describe("The results of a poll", () => {
  test("reach the message as one change for all votes since the last time, which sync returns", async () => {
    const { ada, ben, id, messageId, vote } = await ask();
    expect((await vote(ben, 0)).isToAnnounce).toBe(true);
    expect((await vote(ada, 0)).isToAnnounce).toBe(false);
    expect((await getMessage(db, id, ada, messageId)).poll?.voterCount).toBe(0);
    const message = await publishPoll(db, id, messageId);
    expect(message).toMatchObject({ revision: 1, poll: { voterCount: 2, version: 2 } });
    expect(await publishPoll(db, id, messageId)).toEqual(message);
    const answer = await missed(db, ada, { conversations: { [id]: 1 }, revisions: { [id]: 0 } });
    expect(answer.changes).toEqual([message]);
    expect((await vote(ben, 1)).isToAnnounce).toBe(true);
  });

  test("are announced later if their job is lost", async () => {
    const { ada, ben, id, messageId, vote } = await ask();
    await vote(ben, 0);
    const age = (seconds: number) =>
      sql`
        UPDATE polls SET announcing_at = now() - make_interval(secs => ${seconds}::float8)
        WHERE message_id = ${messageId}::uuid`.execute(db.once);
    await age(70);
    expect(await listUnannounced(db)).toContainEqual({ conversationId: id, messageId });
    await age(20);
    expect((await vote(ada, 0)).isToAnnounce).toBe(true);
  });

  test("name the voters of each option, page by page and earliest first", async () => {
    const { ada, ben, cleo, voters, vote } = await ask();
    await vote(ben, 1);
    await vote(ada, 1);
    const first = await voters(ada, 1, { limit: 1 });
    expect(first.items.map(({ id }) => id)).toEqual([ben]);
    const second = await voters(ada, 1, { limit: 1, cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({ items: [{ id: ada }], nextCursor: null });
    expect((await voters(ada, 0)).items).toEqual([]);
    await expect(voters(cleo, 1)).rejects.toMatchObject({ code: "poll-not-found" });
  });

  test("never name anyone if the poll is anonymous, not even to its author", async () => {
    const { ada, ben, id, messageId, voters, vote, read } = await ask({ ...lunch, isAnonymous: true });
    await vote(ben, 1);
    await expect(voters(ada, 1)).rejects.toMatchObject({ code: "voters-secret" });
    const seen = JSON.stringify([await read(ada), await publishPoll(db, id, messageId)]);
    expect(seen).not.toContain(ben);
  });
});

describe("Closing a poll", () => {
  test("is for its author and the owner and admins of the group, once", async () => {
    const { ada, ben, id, messageId, vote } = await ask();
    await vote(ben, 2);
    const close = (caller: UserId, now?: Date) => closePoll(db, change(id, caller, messageId), now);
    await expect(close(ben)).rejects.toMatchObject({ code: "cannot-close-poll" });
    const closed = await close(ada, new Date("2026-11-26T12:00:00Z"));
    expect(closed.message.poll).toMatchObject({ closedAt: "2026-11-26T12:00:00.000Z", voterCount: 1 });
    expect(await close(ada)).toEqual(closed);
    await expect(vote(ben, 1)).rejects.toMatchObject({ code: "poll-closed" });
    expect((await publishPoll(db, id, messageId))?.revision).toBe(1);
  });
});

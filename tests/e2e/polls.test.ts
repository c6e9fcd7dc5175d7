import { beforeAll, describe, expect, inject, test } from "vitest";
import { messageKey } from "../../client/messages/message-key.ts";
import type { ServerFrame } from "../../contract/frames.ts";
import type { ConversationId } from "../../contract/ids.ts";
import type { NewPoll } from "../../contract/polls.ts";
import { newBot, untilLive, userId } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { newId, newPeople, type Person } from "../support/people.ts";
import { required } from "../support/required.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let eve: Person;
beforeAll(async () => {
  [ann, ben, eve] = await newPeople(url, 3);
});

const lunch: NewPoll = { question: "Lunch?", options: ["Soup", "Pizza"] };

async function ask(id: ConversationId, poll: NewPoll = lunch) {
  const message = await ann.call("sendMessage", { params: { id }, body: { id: newId(), content: "", poll } });
  return { message, params: { id, messageId: message.id } };
}

/** Whether a frame is an event about a version of a poll. */
const isPoll =
  (type: "poll.updated" | "poll.voted", version: number) =>
  (frame: ServerFrame): frame is Extract<ServerFrame, { type: "poll.updated" | "poll.voted" }> =>
    frame.type === type && frame.poll.version === version;

describe("A poll, over REST and WebSocket,", () => {
  test("announces votes and the end to everyone, and a user's choices only to their own devices", async () => {
    const { id } = await ann.startGroup([ben]);
    const { message, params } = await ask(id);
    expect(message).toMatchObject({ content: "📊 Lunch?\n1. Soup\n2. Pizza", seq: 1 });
    const [anns, phone] = await Promise.all([ann.connect(), ben.connect()]);
    for (const choice of [0, 1, 0]) await ben.call("vote", { params, body: { choices: [choice] } });
    const voted = await ben.call("getPoll", { params });
    expect(voted).toMatchObject({ choices: [0], poll: { voterCount: 1, version: 3 } });
    const updated = await anns.next(isPoll("poll.updated", 3));
    expect(updated).toMatchObject({ messageId: message.id, poll: voted.poll });
    expect(await phone.next(isPoll("poll.voted", 3))).toMatchObject(voted);
    const stored = await ann.call("getMessage", { params });
    expect(stored).toEqual({ ...message, revision: expect.any(Number), poll: voted.poll });
    const sync = { action: "sync", conversations: { [id]: 1 }, revisions: { [id]: 0 } } as const;
    expect(await anns.request(sync)).toMatchObject({ changes: [stored] });
    expect((await ann.call("listVoters", { params: { ...params, option: "0" } })).items).toMatchObject([
      { id: ben.id },
    ]);
    const closed = await ann.call("closePoll", { params });
    expect(await phone.next(isPoll("poll.updated", 4))).toMatchObject({ poll: closed.poll });
    const late = await ben.refused("vote", { params, body: { choices: [] } });
    expect(late.body.code).toBe("poll-closed");
    await Promise.all([anns.close(), phone.close()]);
  });

  test("accepts only valid polls, and only the votes of participants", async () => {
    const { id } = await ann.startGroup([ben]);
    const { message, params } = await ask(id, { ...lunch, isAnonymous: true });
    const copy = await ann.call("forwardMessage", {
      params: { id },
      body: { id: newId(), conversationId: id, messageId: message.id },
    });
    expect([copy.content, copy.poll]).toEqual([message.content, undefined]);
    const send = (poll: NewPoll) =>
      ann.status("sendMessage", { params: { id }, body: { id: newId(), content: "", poll } });
    expect(await send({ question: "One option?", options: ["Yes"] })).toBe(400);
    expect(await send({ question: " ", options: ["Yes", "No"] })).toBe(400);
    expect(await ben.status("vote", { params, body: { choices: [7] } })).toBe(400);
    expect(await ben.status("closePoll", { params })).toBe(403);
    expect(await ben.status("listVoters", { params: { ...params, option: "0" } })).toBe(403);
    for (const route of ["getPoll", "closePoll"] as const)
      expect(await eve.status(route, { params })).toBe(404);
    expect(await eve.status("vote", { params, body: { choices: [0] } })).toBe(404);
    expect(await eve.status("listVoters", { params: { ...params, option: "0" } })).toBe(404);
  });

  test("shows a client its vote at once, and the votes of others and of its other devices", async () => {
    const [asking, voting] = await Promise.all([newBot(url), newBot(url)]);
    try {
      await Promise.all([asking, voting].map(untilLive));
      const id = await asking.client.conversations.create([userId(voting)]);
      for (const { client } of [asking, voting]) await client.open(id);
      await asking.client.messages.send(id, "📊 Lunch?", { poll: lunch });
      const messageOf = ({ client }: typeof asking) => client.state.timelines.get(id)?.messages[0];
      await eventually(() => expect(messageOf(voting)?.poll?.voterCount).toBe(0));
      const messageId = required(messageOf(voting), "the poll").id;
      const choices = ({ client }: typeof asking) =>
        client.state.ownChoices.get(messageKey(id, messageId))?.choices;
      const ref = { conversationId: id, messageId };
      await voting.client.polls.vote(ref, [1]);
      expect(messageOf(voting)?.poll?.options.map(({ votes }) => votes)).toEqual([0, 1]);
      expect(choices(voting)).toEqual([1]);
      await eventually(() => expect(messageOf(asking)?.poll).toEqual(messageOf(voting)?.poll));
      await asking.client.polls.ensure(ref);
      expect(choices(asking)).toEqual([]);
      // Another device of the voter.
      await voting.session.call("vote", { params: { id, messageId }, body: { choices: [0] } });
      await eventually(() => expect(choices(voting)).toEqual([0]));
    } finally {
      for (const bot of [asking, voting]) bot.stop();
    }
  });
});

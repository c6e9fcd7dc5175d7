import type { ConversationId } from "../../contract/ids.ts";
import { type HourOfTeam, peopleInTeam } from "../../infra/estimates/measured-hour.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { untilIdle } from "../support/aws-calls.ts";
import { newPerson, type Person, uniqueName } from "../support/people.ts";
import { required } from "../support/required.ts";
import { countAsked } from "./count-calls.ts";
import { Device, type Sent } from "./device.ts";
import {
  conversations,
  devicesOf,
  edits,
  longLosses,
  type PlannedConversation,
  reactions,
  shortLosses,
  type Turn,
  turns,
} from "./plan.ts";

/** The team on a stack: its devices by person, and its conversations. */
interface Team {
  devices: readonly (readonly Device[])[];
  idOf: (conversation: PlannedConversation) => ConversationId;
}

async function gather(stack: RunningStack, sent: Sent): Promise<Team> {
  const people: Person[] = [];
  for (let one = 0; one < peopleInTeam; one++) {
    people.push(await newPerson(stack.url, uniqueName("hour"), `Team Member ${one}`));
  }
  const person = (at: number) => required(people[at], `person ${at}`);
  const ids = new Map<PlannedConversation, ConversationId>();
  for (const conversation of conversations) {
    const [first, ...others] = conversation.members.map(person);
    const creator = required(first, "member");
    const { id } =
      conversation.kind === "direct"
        ? await creator.startDirect(required(others[0], "partner"))
        : await creator.startGroup(others, conversation.name);
    ids.set(conversation, id);
  }
  const devices = people.map((one, at) =>
    Array.from({ length: devicesOf(at) }, () => new Device(stack.url, one, sent)),
  );
  for (const device of devices.flat()) await device.start();
  return { devices, idOf: (conversation) => required(ids.get(conversation), conversation.name) };
}

/** Runs `step` for 0 to `count` - 1, five at a time. */
async function inTurns(count: number, step: (at: number) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < count; at += 5) {
    await Promise.all(Array.from({ length: Math.min(5, count - at) }, (_, offset) => step(at + offset)));
  }
}

/** Sends a message and lets its readers read it. */
async function take(
  { devices, idOf }: Team,
  { conversation, sender, isTyped, readers }: Turn,
): Promise<void> {
  const id = idOf(conversation);
  const first = (person: number) => required(devices[person]?.[0], "device");
  const { client } = first(sender);
  await client.open(id);
  if (isTyped) client.presence.setTyping({ conversationId: id }, true);
  await client.messages.send(id, "A sentence of about the usual length, with a question at its end?");
  const seq = required(client.state.timelines.get(id)?.messages.at(-1), "message").seq;
  for (const reader of readers) {
    await first(reader).client.open(id);
    first(reader).read(id, seq);
  }
}

/** Changes one of the messages that a person has sent or received in a conversation that they have open. */
async function change(
  { devices, idOf }: Team,
  { conversation, sender }: Turn,
  isEdit: boolean,
): Promise<void> {
  const { client, userId } = required(devices[sender]?.[0], "device");
  const conversationId = idOf(conversation);
  const own = client.state.timelines
    .get(conversationId)
    ?.messages.findLast(({ senderId }) => senderId === userId);
  const message = { conversationId, messageId: required(own, "message").id };
  await (isEdit
    ? client.messages.edit(message, `Edited at ${Date.now()}`)
    : client.messages.react(message, { emoji: "👍", isSet: true }));
}

/** The counts of an hour. The other fields of `HourOfTeam` are settings. */
export type Counts = Pick<HourOfTeam, "frames" | "pushes" | "rest" | "statements" | "jobs" | "connects">;

/**
 * Plays an hour of a team of 50 people on a stack, in less than a minute.
 *
 * @param share  the part of the hour to play, between 0 and 1
 * @returns the frames and requests of the team, and the calls of the functions to AWS
 */
export async function playHour(stack: RunningStack, share = 1): Promise<Counts> {
  const part = (count: number) => Math.round(count * share);
  const sent: Sent = { frames: {}, rest: 0, connects: 0 };
  const team = await gather(stack, sent);
  const all = team.devices.flat();
  await untilIdle(stack);
  Object.assign(sent, { frames: {}, rest: 0, connects: 0 });
  const asked = countAsked(stack);

  await inTurns(part(turns.length), (at) => take(team, required(turns[at], "turn")));
  const changed = (at: number) => required(turns[(at * 11) % part(turns.length)], "turn");
  await inTurns(part(reactions), (at) => change(team, changed(at), false));
  await inTurns(part(edits), (at) => change(team, changed(at), true));
  await inTurns(part(shortLosses), (at) => required(all[at % all.length], "device").loseConnection());
  await untilIdle(stack);
  // All people who leave for a longer time leave together, so that the hour contains one wait until they count as
  // offline.
  const leaving = all.filter((_, at) => at % 2 === 0).slice(0, part(longLosses));
  for (const { client } of leaving) client.stop();
  await untilIdle(stack);
  await inTurns(leaving.length, (at) => required(leaving[at], "device").start());
  await untilIdle(stack);

  for (const { client } of all) client.stop();
  return { ...sent, ...asked };
}

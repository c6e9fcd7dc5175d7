import { peopleInTeam } from "../../infra/estimates/measured-hour.ts";
import { person } from "../../infra/estimates/workload.ts";

/** A conversation of the team, with the positions of its members in the team. */
export interface PlannedConversation {
  name: string;
  kind: "everyone" | "project" | "direct";
  members: readonly number[];
}

/** A message, and the actions that belong to it. */
export interface Turn {
  conversation: PlannedConversation;
  sender: number;
  /** Whether the sender types long enough that others see it. */
  isTyped: boolean;
  /** The members who have the conversation open and read the message immediately. */
  readers: readonly number[];
}

const everybody = Array.from({ length: peopleInTeam }, (_, at) => at);
const projectSize = 10;
/** The distances, counted around the team, between people who share a direct conversation. */
const partners = [1, 2, 7];

const team: PlannedConversation = { name: "Everyone", kind: "everyone", members: everybody };
const projects = Array.from(
  { length: peopleInTeam / projectSize },
  (_, at): PlannedConversation => ({
    name: `Project ${at + 1}`,
    kind: "project",
    members: everybody.filter((one) => one % (peopleInTeam / projectSize) === at),
  }),
);
const directs = everybody.flatMap((one) =>
  partners.map(
    (distance): PlannedConversation => ({
      name: "",
      kind: "direct",
      members: [one, (one + distance) % peopleInTeam],
    }),
  ),
);

export const conversations: readonly PlannedConversation[] = [team, ...projects, ...directs];

/** How often all people together do something in an hour. */
const inAnHour = (aDay: number) => Math.round((aDay * peopleInTeam) / person.onlineHoursADay);

/** Of ten messages, five are direct, four go to a project, and one goes to everyone. */
function conversationOf(turn: number): PlannedConversation {
  const [round, place] = [Math.floor(turn / 10), turn % 10];
  const pick = <T>(list: readonly T[], at: number, otherwise: T): T => list[at % list.length] ?? otherwise;
  if (place < 5) return pick(directs, round * 5 + place + round * 37, team);
  if (place < 9) return pick(projects, round * 4 + place, team);
  return team;
}

/**
 * The messages of an hour: half of the readings belong to direct conversations, and three readers see each other
 * message.
 */
export const turns: readonly Turn[] = Array.from({ length: inAnHour(person.sends) }, (_, turn) => {
  const conversation = conversationOf(turn);
  const { members } = conversation;
  const at = (turn * 7) % members.length;
  const others = [...members.slice(at + 1), ...members.slice(0, at)];
  return {
    conversation,
    sender: members[at] ?? 0,
    isTyped: turn % 4 !== 0,
    readers: others.slice(0, 3),
  };
});

/** How often people react to a message, and edit one. */
export const reactions = inAnHour(person.reactions);
export const edits = inAnHour(person.edits);

/** New connections after short losses, which other users do not notice, and after long ones, such as sleep. */
const reconnects = inAnHour(person.connects * person.devices);
export const shortLosses = Math.floor(reconnects * 0.6);
export const longLosses = reconnects - shortLosses;

/** Every other person has a second device. */
export const devicesOf = (one: number): number => (one % Math.round(1 / (person.devices - 1)) === 0 ? 2 : 1);

import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { reportedNames } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import { reportedPeople } from "../../../contract/reported-names.ts";
import type { KnownSystemEvent } from "../../../contract/system-messages.ts";
import type { User } from "../../../contract/users.ts";
import type { Database } from "../database.ts";
import { type MessageRow, messageColumns, toMessage } from "./rows.ts";

/** A change of a conversation. `text` is the new name or topic, the names of the people, or a number of seconds. */
export interface SystemChange {
  event: KnownSystemEvent;
  text?: string;
  /** The people whom `text` names. */
  userIds?: readonly UserId[];
}

/** Returns the change of a conversation that concerns these people. */
export function changeOfPeople(event: KnownSystemEvent, people: readonly User[]): SystemChange {
  const named = people.slice(0, reportedNames);
  const names = named.map(({ fullName, username }) => fullName ?? username);
  return {
    event,
    text: reportedPeople(names, people.length - named.length),
    userIds: named.map(({ id }) => id),
  };
}

/** A duration in English, such as "12 minutes". */
const inMinutes = (seconds: number) => {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
};

/** What the actor did, in English, for clients that do not know the event. It follows the actor's name. */
const predicates: Readonly<Record<KnownSystemEvent, (text: string) => string>> = {
  created: () => "created the channel.",
  joined: () => "joined the channel.",
  added: (names) => `added ${names}.`,
  left: () => "left the channel.",
  removed: (name) => `removed ${name}.`,
  renamed: (name) => `renamed the channel to “${name}”.`,
  topic: (topic) => (topic === "" ? "removed the topic." : `changed the topic to “${topic}”.`),
  archived: () => "archived the channel.",
  restored: () => "restored the channel.",
  converted: () => "made this group a channel.",
  pinned: () => "pinned a message.",
  called: (seconds) => `started a call, which took ${inMinutes(Number(seconds))}.`,
  missedCall: () => "called. Nobody answered.",
  declinedCall: () => "called. The call was declined.",
};

/**
 * Appends a message that reports a change. The change is committed before, so a function that dies in between leaves it
 * unreported.
 *
 * @returns undefined if the conversation or the actor no longer exists
 */
export async function addSystemMessage(
  db: Database,
  conversationId: ConversationId,
  actorId: UserId,
  { event, text = "", userIds }: SystemChange,
): Promise<Message | undefined> {
  const system = JSON.stringify({ event, ...(text !== "" && { text }), userIds });
  const { rows } = await sql<MessageRow>`
    SELECT ${messageColumns(sql`added`)} FROM add_system_message_v2(
      ${conversationId}::uuid, ${actorId}::uuid, ${uuidv7()}::uuid, ${predicates[event](text)}, ${system}
    ) added`.execute(db.repeatable);
  const [row] = rows;
  return row && toMessage(row);
}

import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { ConversationKind } from "../../../contract/channels.ts";
import type { Conversation, NewConversation } from "../../../contract/conversations.ts";
import { ConversationId, type UserId } from "../../../contract/ids.ts";
import { idList } from "../../platform/database/id-list.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import {
  ChannelNameTaken,
  ChannelNeedsName,
  ConversationNotFound,
  NameForGroupsOnly,
  NeedsOneOtherPerson,
  UnknownUsers,
} from "./refusals.ts";
import { requirePeople } from "./require-people.ts";
import { getConversation } from "./views.ts";

/** Makes a key for two users that does not depend on their order. */
const directKeyOf = (pair: readonly UserId[]) => [...pair].sort().join(":");

/**
 * Starts a conversation. Two users share one direct conversation, even if both start it simultaneously: the unique
 * `direct_key` decides.
 *
 * @returns the conversation, and whether this call created it
 * @throws {UnknownUsers | NeedsOneOtherPerson | NameForGroupsOnly | RateLimited}
 * @throws {ChannelNeedsName | ChannelNameTaken}
 */
export async function createConversation(
  db: Database,
  creatorId: UserId,
  request: NewConversation,
): Promise<{ conversation: Conversation; isNew: boolean }> {
  const others = request.participantIds.filter((id) => id !== creatorId);
  const kind = requestedKind(request, others.length);
  const isGroup = kind !== "direct";
  if (!isGroup && others.length !== 1) throw new NeedsOneOtherPerson();
  if (!isGroup && request.name !== undefined) throw new NameForGroupsOnly();
  if (kind === "channel" && request.name === undefined) throw new ChannelNeedsName();
  await takeAllowance(db, creatorId, "conversations");
  const members = [creatorId, ...others];
  const directKey = isGroup ? null : directKeyOf(members);
  try {
    await requirePeople(db, request.participantIds);
  } catch (error) {
    if (!(error instanceof UnknownUsers)) throw error;
    // Two users keep their direct conversation when one of them is deactivated.
    const existing = directKey === null ? undefined : await findDirect(db, directKey);
    if (existing === undefined) throw error;
    return { conversation: await getConversation(db, creatorId, existing), isNew: false };
  }

  const id = ConversationId.parse(uuidv7());
  await sql`
    WITH conversation AS (
      INSERT INTO conversations (id, name, is_group_chat, kind, topic, description, direct_key, created_by)
      VALUES (
        ${id}::uuid, ${request.name ?? null}, ${isGroup}, ${kind}, ${(isGroup && request.topic) || ""},
        ${(isGroup && request.description) || ""}, ${directKey}, ${creatorId}::uuid
      )
      ON CONFLICT DO NOTHING
      RETURNING id
    )
    INSERT INTO participants (conversation_id, user_id, role)
    SELECT conversation.id, listed.id, CASE WHEN ${isGroup} AND listed.position = 1 THEN 'owner' ELSE 'member' END
    FROM conversation, ${idList(members)} listed`.execute(db.repeatable);

  const actualId = (directKey === null ? undefined : await findDirect(db, directKey)) ?? id;
  try {
    return { conversation: await getConversation(db, creatorId, actualId), isNew: actualId === id };
  } catch (error) {
    // The unique index of channel names rejected the channel.
    if (kind === "channel" && error instanceof ConversationNotFound) throw new ChannelNameTaken();
    throw error;
  }
}

function requestedKind({ kind, isGroupChat, name }: NewConversation, others: number): ConversationKind {
  if (kind !== undefined) return kind;
  return (isGroupChat ?? (others > 1 || name !== undefined)) ? "group" : "direct";
}

async function findDirect(db: Database, directKey: string): Promise<ConversationId | undefined> {
  const row = await db.repeatable
    .selectFrom("conversations")
    .select("id")
    .where("directKey", "=", directKey)
    .executeTakeFirst();
  return row?.id;
}

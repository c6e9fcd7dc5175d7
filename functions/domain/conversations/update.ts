import { sql } from "kysely";
import type { UpdateConversation } from "../../../contract/conversations.ts";
import type { ConversationId, PictureId, UserId } from "../../../contract/ids.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import type { SystemChange } from "../messages/system-messages.ts";
import { requireOwnPicture } from "../pictures/pictures.ts";
import { requireRole } from "../workspace/roles.ts";
import { type Membership, membership, requireMayChange } from "./membership.ts";
import {
  AdminsOnly,
  ChannelNameTaken,
  ChannelNeedsName,
  ConversationArchived,
  DefaultForChannelsOnly,
  OwnerOnly,
} from "./refusals.ts";

/**
 * Changes what all participants of a group or channel share.
 *
 * @returns the changes that a channel reports in its timeline
 * @throws {ConversationNotFound | DirectConversationIsFixed | AdminsOnly | OwnerOnly | NotYourPicture | RateLimited}
 * @throws {ConversationArchived} unless the change restores it
 * @throws {ChannelNameTaken | ChannelNeedsName | DefaultForChannelsOnly | WorkspaceAdminsOnly}
 */
export async function updateConversation(
  db: Database,
  id: ConversationId,
  callerId: UserId,
  change: UpdateConversation,
): Promise<SystemChange[]> {
  const caller = await membership(db, id, callerId);
  requireMayChange(caller);
  await takeAllowance(db, callerId, "changes");
  const { name, adminsOnly, pictureId, topic, description, postingRule, isArchived, isDefault, kind } =
    change;
  requireRightTo(change, caller);
  if (isDefault !== undefined) await requireRole(db, callerId, ["owner", "admin"]);
  if (pictureId) await requireOwnPicture(db, callerId, pictureId);
  await db.repeatable
    .updateTable("conversations")
    .set({
      ...(name !== undefined && { name }),
      ...(adminsOnly !== undefined && { adminsOnly }),
      ...(pictureId !== undefined && { pictureId: sql<PictureId | null>`${pictureId}::uuid` }),
      ...(topic !== undefined && { topic: topic ?? "" }),
      ...(description !== undefined && { description: description ?? "" }),
      ...(postingRule !== undefined && { postingRule }),
      ...(isArchived !== undefined && {
        archivedAt: sql<Date | null>`${isArchived ? sql`coalesce(archived_at, now())` : sql`NULL`}`,
      }),
      ...(isDefault !== undefined && { isDefault }),
      ...(kind !== undefined && { kind }),
      version: sql`version + 1`,
    })
    .where("id", "=", sql<ConversationId>`${id}::uuid`)
    .execute()
    .catch(refuseTakenName);
  return reportedChanges(change, caller);
}

/** Lists the changes to report in the timeline, by comparing them with the previous state. Groups report none. */
function reportedChanges(change: UpdateConversation, before: Membership): SystemChange[] {
  if ((change.kind ?? before.kind) !== "channel") return [];
  const { name, topic, isArchived } = change;
  const changes: SystemChange[] = [];
  if (before.kind !== "channel") changes.push({ event: "converted" });
  if (name !== undefined && name !== before.name) changes.push({ event: "renamed", text: name });
  if (topic !== undefined && (topic ?? "") !== before.topic)
    changes.push({ event: "topic", text: topic ?? "" });
  if (isArchived !== undefined && isArchived !== (before.archivedAt !== null))
    changes.push({ event: isArchived ? "archived" : "restored" });
  return changes;
}

/** The rules that depend on the caller's role in the conversation and on the conversation's state. */
function requireRightTo(change: UpdateConversation, { role, kind, name, archivedAt }: Membership): void {
  const { adminsOnly, postingRule, isArchived, isDefault } = change;
  if ((adminsOnly ?? postingRule ?? isArchived) !== undefined && role === "member") throw new AdminsOnly();
  if (archivedAt !== null && isArchived !== false) throw new ConversationArchived();
  const becomes = change.kind ?? kind;
  if (becomes !== kind && role !== "owner") throw new OwnerOnly();
  if (becomes === "channel" && (change.name ?? name) === null) throw new ChannelNeedsName();
  if (isDefault && becomes !== "channel") throw new DefaultForChannelsOnly();
}

/**
 * The unique index decides, so that two channels cannot take the same name simultaneously.
 *
 * @throws {ChannelNameTaken}
 */
function refuseTakenName(error: unknown): never {
  if (error instanceof Error && error.message.includes("conversations_channel_name"))
    throw new ChannelNameTaken();
  throw error;
}

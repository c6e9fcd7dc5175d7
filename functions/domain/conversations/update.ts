import { sql } from "kysely";
import type { ConversationKind } from "../../../contract/channels.ts";
import type { UpdateConversation } from "../../../contract/conversations.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { allowances } from "../../../contract/limits.ts";
import type { Database } from "../database.ts";
import type { SystemChange } from "../messages/system-messages.ts";
import { NotYourPicture } from "../pictures/refusals.ts";
import { WorkspaceAdminsOnly } from "../workspace/refusals.ts";
import {
  ChannelNameTaken,
  ChannelNeedsName,
  ConversationNotFound,
  DefaultForChannelsOnly,
} from "./refusals.ts";
import { refuseGroupChange } from "./refuse-group-change.ts";

/** The outcome of a change, and the conversation before it. */
interface Outcome {
  outcome:
    | "changed"
    | "direct"
    | "admins only"
    | "archived"
    | "owner only"
    | "needs name"
    | "default for channels only"
    | "workspace admins only"
    | "not your picture"
    | "name taken"
    | "too fast";
  retryAfter: number;
  kind: ConversationKind;
  name: string | null;
  topic: string;
  isArchived: boolean;
}

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
  const { burst, perSecond } = allowances.changes;
  const { rows } = await sql<Outcome>`
    SELECT outcome, retry_after, kind, name, topic, is_archived FROM update_conversation_v1(
      ${id}::uuid, ${callerId}::uuid, ${JSON.stringify(change)}, ${burst}::float8, ${perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new ConversationNotFound();
  refuseGroupChange(row);
  switch (row.outcome) {
    case "needs name":
      throw new ChannelNeedsName();
    case "default for channels only":
      throw new DefaultForChannelsOnly();
    case "workspace admins only":
      throw new WorkspaceAdminsOnly();
    case "not your picture":
      throw new NotYourPicture();
    case "name taken":
      throw new ChannelNameTaken();
  }
  return reportedChanges(change, row);
}

/** Lists the changes to report in the timeline, by comparing them with the previous state. Groups report none. */
function reportedChanges(change: UpdateConversation, before: Outcome): SystemChange[] {
  if ((change.kind ?? before.kind) !== "channel") return [];
  const { name, topic, isArchived } = change;
  const changes: SystemChange[] = [];
  if (before.kind !== "channel") changes.push({ event: "converted" });
  if (name !== undefined && name !== before.name) changes.push({ event: "renamed", text: name });
  if (topic !== undefined && (topic ?? "") !== before.topic)
    changes.push({ event: "topic", text: topic ?? "" });
  if (isArchived !== undefined && isArchived !== before.isArchived)
    changes.push({ event: isArchived ? "archived" : "restored" });
  return changes;
}

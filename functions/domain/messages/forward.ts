import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { NewForward } from "../../../contract/forwarding.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { Unavailable } from "../../platform/problems/refusals.ts";
import type { ObjectStore } from "../../platform/storage/object-store.ts";
import { takeAllowance } from "../allowances.ts";
import { FileNotFound } from "../attachments/refusals.ts";
import { ConversationNotFound } from "../conversations/refusals.ts";
import type { Database } from "../database.ts";
import { fileVersion, type StoredFile } from "../files/file-version.ts";
import type { Rate } from "../rate.ts";
import { messageVector } from "../search/search-vector.ts";
import { MessageDeleted, MessageNotFound } from "./refusals.ts";
import { type MessageRow, messageColumns, toMessage } from "./rows.ts";
import { refuseUnsent, type Sender, type SendOutcome, type SentMessage } from "./send.ts";

/** How often to read the original again if its author edits it at the same moment. */
const attempts = 3;

type ForwardRow = MessageRow & {
  outcome: SendOutcome | "no such original" | "deleted" | "outdated";
  retryAfter: number;
  isForAbsent: boolean | null;
  isForMail: boolean | null;
};

/** The text and the files of a message to forward. */
interface Original {
  content: string;
  files: StoredFile[];
}

/** Reads the original. One that the sender may not read has no text and no files, and `forward_message` refuses it. */
async function readOriginal(
  db: Database,
  senderId: UserId,
  { conversationId, messageId }: Pick<NewForward, "conversationId" | "messageId">,
): Promise<Original> {
  const { rows } = await sql<{ content: string } & (StoredFile | { [column in keyof StoredFile]: null })>`
    SELECT m.content, a.id, a.object_key, a.version_id
    FROM participants p
    JOIN messages m ON m.conversation_id = p.conversation_id
    LEFT JOIN attachments a ON a.conversation_id = ${conversationId}::uuid AND a.message_id = ${messageId}::uuid
    WHERE p.conversation_id = ${conversationId}::uuid AND p.user_id = ${senderId}::uuid
      AND m.conversation_id = ${conversationId}::uuid AND m.id = ${messageId}::uuid`.execute(db.repeatable);
  return {
    content: rows[0]?.content ?? "",
    files: rows.filter((row): row is typeof row & StoredFile => row.id !== null),
  };
}

/**
 * Sends a copy of a message that the sender may read to another conversation: one statement that reads the original,
 * and one that sends. Sending the same id again returns the first copy.
 *
 * @throws {SessionEnded | ConversationNotFound | MessageNotFound | MessageDeleted | MessageIdTaken}
 * @throws {ConversationArchived | AdminsPost}
 * @throws {FileNotFound} if a file of the original has not been uploaded
 * @throws {RateLimited} if the sender sent more than `limit` allows
 */
export async function forwardMessage(
  db: Database,
  objects: ObjectStore,
  { conversationId, userId: senderId, sessionId }: Sender & { conversationId: ConversationId },
  { id, ...source }: NewForward,
  limit: Rate,
): Promise<Omit<SentMessage, "connectionIds" | "participantCount">> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const { content, files } = await readOriginal(db, senderId, source);
    // The copy shares the object, so the version that is the file must be certain.
    const versions = await Promise.all(files.map((file) => fileVersion(db, objects, "attachments", file)));
    if (versions.includes(undefined)) throw new FileNotFound();
    const copyIds = files.map(() => uuidv7());
    const { rows } = await sql<ForwardRow>`
      SELECT outcome, retry_after, is_for_absent, is_for_mail, ${messageColumns(sql`(message)`)} FROM forward_message_v5(
        ${conversationId}::uuid, ${senderId}::uuid, ${sessionId}::uuid, ${id}::uuid,
        ${source.conversationId}::uuid, ${source.messageId}::uuid, ${content}, ${JSON.stringify(copyIds)},
        ${limit.burst}::float8, ${limit.perSecond}::float8,
        ${messageVector({ conversationId, senderId, content, isReply: false })}
      )`.execute(db.repeatable);
    const [row] = rows;
    if (!row) throw new ConversationNotFound();
    if (row.outcome === "outdated") continue;
    if (row.outcome === "no such original") throw new MessageNotFound();
    if (row.outcome === "deleted") throw new MessageDeleted();
    refuseUnsent(row);
    if (row.outcome === "repeated") await takeAllowance(db, senderId, "repeats");
    return {
      message: toMessage(row),
      isNew: row.outcome === "created",
      isForAbsent: row.isForAbsent === true,
      isForMail: row.isForMail === true,
    };
  }
  throw new Unavailable();
}

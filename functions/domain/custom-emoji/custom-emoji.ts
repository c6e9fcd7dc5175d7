import { sql } from "kysely";
import type {
  CustomEmoji,
  CustomEmojiList,
  EmojiPictures,
  EmojiUpdated,
  NewCustomEmoji,
} from "../../../contract/custom-emoji.ts";
import { fieldError } from "../../../contract/field-errors.ts";
import { EmojiId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { idList } from "../../platform/database/id-list.ts";
import { InvalidRequest } from "../../platform/problems/refusals.ts";
import type { ObjectStore } from "../../platform/storage/object-store.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import { keepUploadedVersion } from "../pictures/pictures.ts";
import { NotYourPicture } from "../pictures/refusals.ts";
import { WorkspaceAdminsOnly } from "../workspace/refusals.ts";
import { isBuiltInName } from "./built-in-names.ts";
import { EmojiNameTaken, EmojiNotFound, NotYourEmoji, TooManyEmoji, TooManyOwnEmoji } from "./refusals.ts";

interface EmojiRow {
  id: EmojiId;
  name: string;
  createdBy: UserId;
  createdAt: Date;
}

const toEmoji = ({ createdAt, ...row }: EmojiRow): CustomEmoji => ({
  ...row,
  createdAt: createdAt.toISOString(),
});

/**
 * Lists all emoji of the workspace, in the order of their names.
 *
 * @param known  the revision that the caller knows. If nothing has changed since, the list is left out.
 */
export async function listEmoji(db: Database, known?: number): Promise<CustomEmojiList> {
  const { rows } = await sql<{ revision: number } & { [K in keyof EmojiRow]: EmojiRow[K] | null }>`
    SELECT w.emoji_revision AS revision, e.id, e.name, e.created_by, e.created_at
    FROM workspace w LEFT JOIN custom_emoji e ON w.emoji_revision IS DISTINCT FROM ${known ?? null}::bigint
    ORDER BY e.name COLLATE "C" LIMIT ${limits.customEmoji.count}`.execute(db.repeatable);
  const revision = rows[0]?.revision ?? 0;
  if (revision === known) return { revision };
  const items = rows.flatMap(({ id, name, createdBy, createdAt }) =>
    id && name !== null && createdBy && createdAt ? [toEmoji({ id, name, createdBy, createdAt })] : [],
  );
  return { revision, items };
}

type AddOutcome =
  | "added"
  | "admins only"
  | "name taken"
  | "too many"
  | "too many own"
  | "no such picture"
  | "too large";

const refusals = {
  "admins only": () => new WorkspaceAdminsOnly(),
  "name taken": () => new EmojiNameTaken(),
  "too many": () => new TooManyEmoji(),
  "too many own": () => new TooManyOwnEmoji(),
  "no such picture": () => new NotYourPicture(),
  "too large": () =>
    new InvalidRequest([fieldError("pictureId", "file-too-large", { limit: limits.customEmoji.bytes })]),
};

/**
 * Adds an emoji with a picture that the caller has just uploaded. Repeating the call changes nothing.
 *
 * @returns the event that announces it
 * @throws {WorkspaceAdminsOnly} if only owners and admins can add emoji
 * @throws {EmojiNameTaken | TooManyEmoji | TooManyOwnEmoji | RateLimited}
 * @throws {NotYourPicture} also if nothing has been uploaded
 * @throws {UnusablePicture}
 * @throws {InvalidRequest} if the picture is too large
 */
export async function addEmoji(
  db: Database,
  objects: Pick<ObjectStore, "firstVersion" | "read">,
  callerId: UserId,
  { name, pictureId }: NewCustomEmoji,
): Promise<EmojiUpdated & { emoji: CustomEmoji }> {
  await takeAllowance(db, callerId, "emoji");
  if (await isBuiltInName(name)) throw new EmojiNameTaken();
  await keepUploadedVersion(db, objects, callerId, pictureId);
  const { bytes, count, ofMember } = limits.customEmoji;
  const { rows } = await sql<{ outcome: AddOutcome; revision: number; createdAt: Date | null }>`
    SELECT outcome, revision, created_at FROM add_custom_emoji_v1(
      ${callerId}::uuid, ${name}, ${pictureId}::uuid, ${bytes}, ${count}, ${ofMember}
    )`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new Error("The database function returned no row");
  const { outcome, revision, createdAt } = row;
  if (outcome !== "added") throw refusals[outcome]();
  if (!createdAt) throw new Error("The database function returned no time");
  const id = EmojiId.parse(pictureId);
  const emoji = toEmoji({ id, name, createdBy: callerId, createdAt });
  return { type: "emoji.updated", revision, id, emoji };
}

/**
 * Deletes an emoji. Texts and reactions keep its name.
 *
 * @returns the event that announces it
 * @throws {EmojiNotFound | RateLimited}
 * @throws {NotYourEmoji} unless the caller added it, or is an owner or admin
 */
export async function deleteEmoji(db: Database, callerId: UserId, id: EmojiId): Promise<EmojiUpdated> {
  await takeAllowance(db, callerId, "emoji");
  const { rows } = await sql<{ outcome: "deleted" | "no such emoji" | "not yours"; revision: number }>`
    SELECT outcome, revision FROM delete_custom_emoji_v1(${callerId}::uuid, ${id}::uuid)`.execute(db.once);
  const [row] = rows;
  if (!row || row.outcome === "no such emoji") throw new EmojiNotFound();
  if (row.outcome === "not yours") throw new NotYourEmoji();
  return { type: "emoji.updated", revision: row.revision, id };
}

/** Returns the addresses of the pictures of emoji. They are valid for hours, so that browsers cache the pictures. */
export async function emojiPictures(
  db: Database,
  objects: Pick<ObjectStore, "download">,
  ids: readonly string[],
): Promise<EmojiPictures> {
  const { rows } = await sql<{ id: EmojiId; objectKey: string; versionId: string }>`
    SELECT e.id, e.object_key, e.version_id FROM ${idList(ids)} listed
    JOIN custom_emoji e ON e.id = listed.id`.execute(db.repeatable);
  const items = rows.map(({ id, objectKey, versionId }) => {
    const { url, expiresIn } = objects.download(objectKey, versionId, {
      fileName: "emoji",
      isInline: true,
      isLongLived: true,
    });
    return { id, url, expiresIn };
  });
  return { items: items.map(({ id, url }) => ({ id, url })), expiresIn: items[0]?.expiresIn ?? 0 };
}

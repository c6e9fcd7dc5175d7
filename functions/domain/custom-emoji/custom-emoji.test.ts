import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { CustomEmoji } from "../../../contract/custom-emoji.ts";
import { PictureId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { db, newGroup, newUser, newUsers, send, unlimited } from "../../../tests/support/domain.ts";
import { ObjectStore } from "../../platform/storage/object-store.ts";
import { deleteAccount } from "../accounts/deletion.ts";
import { setReaction } from "../messages/change.ts";
import { addPicture, keepUploadedVersion } from "../pictures/pictures.ts";
import { searchMessages } from "../search/search.ts";
import { addEmoji, deleteEmoji, emojiPictures, listEmoji } from "./custom-emoji.ts";

const store = new ObjectStore({ UPLOADS_BUCKET: "uploads", AWS_REGION: "eu-central-1" });
/** A bucket in which each upload is a GIF of this size. */
const bucketWith = (side: number) => ({
  firstVersion: async () => "v1",
  read: async () =>
    Buffer.from([...Buffer.from("GIF89a"), side & 0xff, side >> 8, side & 0xff, side >> 8, 0, 0, 0]),
});
const uploaded = bucketWith(128);
const notUploaded = { ...uploaded, firstVersion: async () => undefined };

let admin: UserId;
beforeAll(async () => {
  admin = await newUser("admin");
  await sql`UPDATE users SET workspace_role = 'admin' WHERE id = ${admin}::uuid`.execute(db.once);
});

const newName = () => `e${randomUUID().replaceAll("-", "").slice(0, 20)}`;
const picture = async (owner: UserId, sizeBytes = 5) =>
  (await addPicture(db, store, owner, { contentType: "image/gif", sizeBytes })).id;
const add = async (owner: UserId, name = newName()): Promise<CustomEmoji> =>
  (await addEmoji(db, uploaded, owner, { name, pictureId: await picture(owner) })).emoji;
const listed = async (name: string) => (await listEmoji(db)).items?.find((emoji) => emoji.name === name);
const refusal = (code: string) => expect.objectContaining({ code });

describe("An emoji of the workspace", () => {
  test("is listed with its name and creator until it is deleted, and each change has a revision", async () => {
    const { ada, ben } = await newUsers();
    const name = newName();
    const pictureId = await picture(ada);
    const before = (await listEmoji(db)).revision;
    const added = await addEmoji(db, uploaded, ada, { name, pictureId });
    expect(added).toMatchObject({ type: "emoji.updated", id: pictureId, emoji: { name, createdBy: ada } });
    expect(added.revision).toBeGreaterThan(before);
    expect(await listed(name)).toEqual(added.emoji);
    const again = await addEmoji(db, uploaded, ada, { name, pictureId });
    expect(again.emoji).toEqual(added.emoji);
    await expect(deleteEmoji(db, ben, added.id)).rejects.toEqual(refusal("not-your-emoji"));
    const deleted = await deleteEmoji(db, admin, added.id);
    expect(deleted).not.toHaveProperty("emoji");
    expect(deleted.revision).toBeGreaterThan(added.revision);
    expect(await listed(name)).toBeUndefined();
    await expect(deleteEmoji(db, ada, added.id)).rejects.toEqual(refusal("emoji-not-found"));
    expect((await add(ben, name)).name).toBe(name);
  });

  test("has a picture at an address that is valid for hours, until it is deleted", async () => {
    const ada = await newUser();
    const { id } = await add(ada);
    const { items, expiresIn } = await emojiPictures(db, store, [id, randomUUID()]);
    expect(items).toEqual([{ id, url: expect.stringContaining(`/files/pictures/${id}?`) }]);
    expect(items[0]?.url).toContain("versionId=v1");
    expect(expiresIn).toBe(6 * 60 * 60);
    await deleteEmoji(db, ada, id);
    expect((await emojiPictures(db, store, [id])).items).toEqual([]);
    const { rows } = await sql<{ versionId: string }>`
      SELECT version_id FROM pictures WHERE id = ${id}::uuid`.execute(db.once);
    // The cleanup removes unused pictures.
    expect(rows).toEqual([{ versionId: "v1" }]);
  });

  test("is refused if its upload is no picture, or has so many pixels that it would slow every reader's page", async () => {
    const ada = await newUser();
    const noPicture = {
      ...uploaded,
      read: async () => Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"),
    };
    for (const bucket of [noPicture, bucketWith(limits.pictureSide + 1)]) {
      const pictureId = await picture(ada);
      await expect(addEmoji(db, bucket, ada, { name: newName(), pictureId })).rejects.toEqual(
        refusal("unusable-picture"),
      );
      await expect(keepUploadedVersion(db, bucket, ada, pictureId)).rejects.toEqual(
        refusal("unusable-picture"),
      );
    }
  });

  test("never has a name that another one or a shortcode has, not even if both are added at once", async () => {
    const { ada, ben } = await newUsers();
    for (const name of ["tada", "+1", "slightly_smiling_face"])
      await expect(add(ada, name)).rejects.toEqual(refusal("emoji-name-taken"));
    const name = newName();
    const outcomes = await Promise.allSettled([add(ada, name), add(ben, name)]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(add(ada, name)).rejects.toEqual(refusal("emoji-name-taken"));
  });

  test("is refused without an own, uploaded, small and recent picture", async () => {
    const { ada, ben } = await newUsers();
    const wanted = (pictureId: PictureId) => ({ name: newName(), pictureId });
    const refused = refusal("not-your-picture");
    const other = wanted(await picture(ben));
    await expect(addEmoji(db, uploaded, ada, other)).rejects.toEqual(refused);
    const missing = wanted(await picture(ada));
    await expect(addEmoji(db, notUploaded, ada, missing)).rejects.toEqual(refused);
    const unknown = wanted(PictureId.parse(randomUUID()));
    await expect(addEmoji(db, uploaded, ada, unknown)).rejects.toEqual(refused);
    const shown = await picture(ada);
    await sql`UPDATE users SET picture_id = ${shown}::uuid WHERE id = ${ada}::uuid`.execute(db.once);
    await expect(addEmoji(db, uploaded, ada, wanted(shown))).rejects.toEqual(refused);
    const old = await picture(ada);
    await sql`UPDATE pictures SET created_at = now() - interval '13 hours' WHERE id = ${old}::uuid`.execute(
      db.once,
    );
    await expect(addEmoji(db, uploaded, ada, wanted(old))).rejects.toEqual(refused);
    const large = wanted(await picture(ada, limits.customEmoji.bytes + 1));
    await expect(addEmoji(db, uploaded, ada, large)).rejects.toMatchObject({
      errors: [{ path: "pictureId", code: "file-too-large" }],
    });
  });

  test("is one of a limited number for each member, and deleting one makes room", async () => {
    const ada = await newUser();
    const { id } = await add(ada);
    await sql`
      INSERT INTO custom_emoji (id, name, created_by, object_key, version_id)
      SELECT gen_random_uuid(), gen_random_uuid()::text, ${ada}::uuid, gen_random_uuid()::text, 'v1'
      FROM generate_series(2, ${limits.customEmoji.ofMember})`.execute(db.once);
    await expect(add(ada)).rejects.toEqual(refusal("too-many-own-emoji"));
    await deleteEmoji(db, ada, id);
    await add(ada);
    await sql`DELETE FROM custom_emoji WHERE created_by = ${ada}::uuid`.execute(db.once);
  });

  test("stays when its creator deletes the account", async () => {
    const ada = await newUser();
    const { name } = await add(ada);
    await deleteAccount(db, ada);
    expect(await listed(name)).toMatchObject({ createdBy: ada });
    await expect(add(ada)).rejects.toEqual(refusal("workspace-admins-only"));
  });

  test("can be a reaction, which survives the emoji and can then only be removed", async () => {
    const { ada, ben } = await newUsers();
    const conversationId = await newGroup(ada, ben);
    const { id: messageId } = await send(conversationId, ada);
    const { id, name } = await add(ada);
    const react = (callerId: UserId, emoji: string, isSet = true) =>
      setReaction(db, { conversationId, messageId, callerId, sessionId: callerId }, emoji, isSet, unlimited);
    expect((await react(ben, `:${name}:`)).reactions).toEqual([{ emoji: `:${name}:`, userIds: [ben] }]);
    await expect(react(ben, `:${newName()}:`)).rejects.toEqual(refusal("emoji-not-found"));
    await deleteEmoji(db, ada, id);
    await expect(react(ada, `:${name}:`)).rejects.toEqual(refusal("emoji-not-found"));
    expect((await react(ada, "👍")).reactions).toHaveLength(2);
    expect((await react(ben, `:${name}:`, false)).reactions).toEqual([{ emoji: "👍", userIds: [ada] }]);
  });

  test("in a message is found by its name", async () => {
    const { ada, ben } = await newUsers();
    const conversationId = await newGroup(ada, ben);
    const message = await send(conversationId, ada, "ready :ship_it_now: today");
    const { items } = await searchMessages(db, ben, { query: ":ship_it_now:" });
    expect(items.map((hit) => hit.message.id)).toEqual([message.id]);
  });
});

test("The list of emoji is left out for a caller who knows its revision", async () => {
  const { revision } = await listEmoji(db);
  expect(await listEmoji(db, revision)).toEqual({ revision });
  expect((await listEmoji(db, revision + 1)).items).toBeDefined();
});

import { beforeAll, expect, inject, test } from "vitest";
import { fieldError } from "../../contract/field-errors.ts";
import { limits } from "../../contract/limits.ts";
import { newId, newPeople, type Person } from "../support/people.ts";
import { pictureOf } from "../support/picture-of.ts";
import { beginUpload, postUpload } from "../support/upload.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let eve: Person;
beforeAll(async () => {
  [ann, ben, eve] = await newPeople(url, 3);
});

const bytes = pictureOf({ width: 2, height: 2 });

const requestPicture = async (person: Person) =>
  (await person.answer("addPicture", { body: { contentType: "image/webp", sizeBytes: bytes.length } })).body;

async function uploadPicture(person: Person): Promise<string> {
  const upload = await requestPicture(person);
  expect((await postUpload(url, upload, bytes)).status).toBe(204);
  return upload.id;
}

test("A user's picture appears wherever other users see the user", async () => {
  const pictureId = await uploadPicture(ann);
  const { id } = await ann.startGroup([ben]);
  expect((await ann.call("updateMe", { body: { pictureId } })).pictureId).toBe(pictureId);
  expect((await ben.call("getUser", { params: { id: ann.id } })).pictureId).toBe(pictureId);
  const { participants } = await ben.call("getConversation", { params: { id } });
  expect(participants.find(({ user }) => user.id === ann.id)?.user.pictureId).toBe(pictureId);
  const { body } = await ben.answer("getPicture", { params: { id: pictureId } });
  expect(Buffer.from(await (await fetch(url + body.url)).arrayBuffer())).toEqual(bytes);
  const none = await ann.call("updateMe", { body: { pictureId: null } });
  expect(none).not.toHaveProperty("pictureId");
});

test("A group's picture reaches every participant, and only participants with that right can change it", async () => {
  const { id } = await ann.startGroup([ben]);
  const socket = await ben.connect();
  const pictureId = await uploadPicture(ann);
  const patch = (person: Person, change: object) =>
    person.answer("updateConversation", { params: { id }, body: change });
  expect((await patch(ann, { pictureId })).status).toBe(200);
  expect((await socket.nextOf("conversation.updated")).conversation).toMatchObject({ id, pictureId });
  expect((await ben.call("getConversation", { params: { id } })).pictureId).toBe(pictureId);
  expect((await patch(ann, { adminsOnly: true })).status).toBe(200);
  expect((await patch(ben, { pictureId: null })).status).toBe(403);
  expect((await patch(eve, { pictureId: null })).status).toBe(404);
  await socket.close();
});

test("A picture is refused if it belongs to another user, has another type or is too large", async () => {
  const anns = await uploadPicture(ann);
  for (const pictureId of [anns, newId()]) {
    const refused = await ben.refused("updateMe", { body: { pictureId } });
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [fieldError("pictureId", "not-your-picture")],
    ]);
  }
  const pathOf = async (change: object) =>
    (
      await ann.refused("addPicture", { body: { contentType: "image/png", sizeBytes: 1, ...change } })
    ).body.errors?.map(({ path }) => path);
  expect(await pathOf({ contentType: "image/svg+xml" })).toEqual(["contentType"]);
  expect(await pathOf({ sizeBytes: limits.pictureBytes + 1 })).toEqual(["sizeBytes"]);
  expect(await ann.status("getPicture", { params: { id: newId() } })).toBe(404);
});

test("A picture is refused and never shown if it has so many pixels that it would slow every reader's page", async () => {
  const upload = await requestPicture(ann);
  const huge = pictureOf({ width: 23_000, height: 23_000 });
  expect((await postUpload(url, upload, huge)).status).toBe(204);
  const { id } = await ann.startGroup([ben]);
  const change = { body: { pictureId: upload.id } };
  for (const refused of [
    await ann.refused("updateMe", change),
    await ann.refused("updateConversation", { params: { id }, ...change }),
    await ann.refused("addEmoji", { body: { name: "huge", pictureId: upload.id } }),
  ])
    expect([refused.status, refused.body.code]).toEqual([400, "unusable-picture"]);
  expect(await ben.status("getPicture", { params: { id: upload.id } })).toBe(404);
});

test("The first upload remains a picture, although the upload form is still valid", async () => {
  const upload = await requestPicture(ann);
  expect(await ben.status("getPicture", { params: { id: upload.id } })).toBe(404);
  const other = pictureOf({ width: 3, height: 3 });
  for (const body of [bytes, other]) expect((await postUpload(url, upload, body)).status).toBe(204);
  await ann.call("updateMe", { body: { pictureId: upload.id } });
  const read = async () => {
    const { url: address } = await ben.call("getPicture", { params: { id: upload.id } });
    return Buffer.from(await (await fetch(url + address)).arrayBuffer());
  };
  expect(await read()).toEqual(bytes);
  expect((await postUpload(url, upload, other)).status).toBe(204);
  expect(await read()).toEqual(bytes);
});

test.each(["user", "group"] as const)(
  "The upload that a %s's picture was chosen after remains the picture, although an upload that began before it ends later",
  async (owner) => {
    const { id } = await ann.startGroup([ben]);
    const upload = await requestPicture(ann);
    const endSlowUpload = await beginUpload(url, upload, pictureOf({ width: 3, height: 3 }));
    expect((await postUpload(url, upload, bytes)).status).toBe(204);
    const body = { pictureId: upload.id };
    if (owner === "user") await ann.call("updateMe", { body });
    else await ann.call("updateConversation", { params: { id }, body });
    expect(await endSlowUpload()).toBe(204);
    const { url: address } = await ben.call("getPicture", { params: { id: upload.id } });
    expect(Buffer.from(await (await fetch(url + address)).arrayBuffer())).toEqual(bytes);
  },
);

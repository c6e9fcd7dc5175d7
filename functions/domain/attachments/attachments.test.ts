import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { AttachmentId, PictureId, type UserId } from "../../../contract/ids.ts";
import { by, db, newGroup, newMessageId, newUsers, unlimited } from "../../../tests/support/domain.ts";
import { pictureOf } from "../../../tests/support/picture-of.ts";
import { ObjectStore } from "../../platform/storage/object-store.ts";
import { updateConversation } from "../conversations/update.ts";
import { getConversation } from "../conversations/views.ts";
import { deleteMessage } from "../messages/change.ts";
import { sendMessage } from "../messages/send.ts";
import { addPicture, downloadPicture } from "../pictures/pictures.ts";
import { scheduleMessage } from "../scheduled-messages/scheduled-messages.ts";
import { addAttachment, downloadAttachment } from "./attachments.ts";
import { uploadedFiles } from "./uploads.ts";

/** A bucket in which each file has this first version, or none, and is a small picture. */
class Uploaded extends ObjectStore {
  readonly #first: string | undefined;

  constructor(first?: string) {
    super({ UPLOADS_BUCKET: "uploads", AWS_REGION: "eu-central-1" });
    this.#first = first;
  }

  override async firstVersion(): Promise<string | undefined> {
    return this.#first;
  }

  override async read(): Promise<Buffer> {
    return pictureOf({ width: 2, height: 2 });
  }
}
const objects = new Uploaded("v1");

const parameterOf = (url: string, name: string) =>
  new URL(url, "https://chat.example").searchParams.get(name);

/** How a browser presents a download. */
const dispositionOf = (url: string) => parameterOf(url, "response-content-disposition");

test("A file can be downloaded by participants while a message has it", async () => {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  const file = { fileName: "Plan.pdf", contentType: "application/pdf", sizeBytes: 5 };
  const { attachment, fields } = await addAttachment(db, objects, id, ada, file);
  expect(attachment).toEqual({ id: attachment.id, ...file });
  expect(fields).toMatchObject({ key: `files/${id}/${attachment.id}`, "Content-Type": "application/pdf" });
  const download = (reader = ben, of = attachment.id) => downloadAttachment(db, objects, id, reader, of);
  await expect(download(ada)).rejects.toMatchObject({ code: "file-not-found" });

  const message = { id: newMessageId(), content: "", attachmentIds: [attachment.id] };
  const sent = await sendMessage(db, id, by(ada), message, unlimited, 0);
  expect(sent.message.attachments).toEqual([attachment]);
  expect(dispositionOf((await download()).url)).toBe("attachment; filename*=UTF-8''Plan.pdf");
  await expect(download(cleo)).rejects.toMatchObject({ code: "file-not-found" });
  await expect(download(ben, AttachmentId.parse(randomUUID()))).rejects.toMatchObject({
    code: "file-not-found",
  });
  const again = sendMessage(db, id, by(ada), { ...message, id: newMessageId() }, unlimited, 0);
  await expect(again).rejects.toMatchObject({ code: "unknown-files" });

  await deleteMessage(db, { conversationId: id, messageId: message.id, callerId: ada, sessionId: ada });
  await expect(download()).rejects.toMatchObject({ code: "file-not-found" });
});

test("A file never runs as a script of the page, whatever type its author announces", async () => {
  const { ada } = await newUsers();
  const id = await newGroup(ada);
  const scripts = [
    ...["application/ecmascript", "application/javascript", "application/x-ecmascript"],
    ...["application/x-javascript", "text/ecmascript", "text/javascript", "text/javascript1.5"],
    ...["text/jscript", "text/livescript", "text/x-ecmascript", "text/x-javascript"],
  ];
  const types = [...scripts, "text/css", "video/mp4"];
  const servedAs: (string | null)[] = [];
  for (const contentType of types) {
    const file = { fileName: "a", contentType, sizeBytes: 5 };
    const { attachment } = await addAttachment(db, objects, id, ada, file);
    const message = { id: newMessageId(), content: "", attachmentIds: [attachment.id] };
    await sendMessage(db, id, by(ada), message, unlimited, 0);
    const { url } = await downloadAttachment(db, objects, id, ada, attachment.id);
    servedAs.push(parameterOf(url, "response-content-type"));
  }
  expect(servedAs).toEqual([...scripts.map(() => "text/plain"), null, null]);
});

test("A file keeps the version that its first download found", async () => {
  const { ada } = await newUsers();
  const id = await newGroup(ada);
  const file = { fileName: "a.txt", contentType: "text/plain", sizeBytes: 5 };
  const { attachment } = await addAttachment(db, objects, id, ada, file);
  const message = { id: newMessageId(), content: "", attachmentIds: [attachment.id] };
  await sendMessage(db, id, by(ada), message, unlimited, 0);
  const download = async (from: ObjectStore) =>
    parameterOf((await downloadAttachment(db, from, id, ada, attachment.id)).url, "versionId");
  await expect(download(new Uploaded())).rejects.toMatchObject({ code: "file-not-found" });
  expect(await Promise.all([download(new Uploaded("v2")), download(new Uploaded("v2"))])).toEqual([
    "v2",
    "v2",
  ]);
  expect(await download(new Uploaded("v1"))).toBe("v2");
});

test("A file keeps the version that was uploaded when its author sent it, and nobody else fixes it", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  const file = { fileName: "a.txt", contentType: "text/plain", sizeBytes: 5 };
  const [first, second] = [
    (await addAttachment(db, objects, id, ada, file)).attachment,
    (await addAttachment(db, objects, id, ada, file)).attachment,
  ];
  const attachmentIds = [first.id, second.id];
  const sendAs = async (sender: UserId, from: ObjectStore) => {
    const uploads = await uploadedFiles(from, id, attachmentIds);
    const message = { id: newMessageId(), content: "", attachmentIds, uploads };
    return sendMessage(db, id, by(sender), message, unlimited, 0);
  };
  await expect(sendAs(ben, new Uploaded("v0"))).rejects.toMatchObject({ code: "unknown-files" });
  expect((await sendAs(ada, new Uploaded("v2"))).message.attachments).toEqual([first, second]);
  await expect(sendAs(ada, new Uploaded("v3"))).rejects.toMatchObject({ code: "unknown-files" });
  for (const { id: attachmentId } of [first, second]) {
    const { url } = await downloadAttachment(db, new Uploaded("v1"), id, ben, attachmentId);
    expect(parameterOf(url, "versionId")).toBe("v2");
  }
});

test("A file keeps the version that was uploaded when its author scheduled its message", async () => {
  const { ada } = await newUsers();
  const id = await newGroup(ada);
  const file = { fileName: "a.txt", contentType: "text/plain", sizeBytes: 5 };
  const { attachment } = await addAttachment(db, objects, id, ada, file);
  const attachmentIds = [attachment.id];
  const uploads = await uploadedFiles(new Uploaded("v2"), id, attachmentIds);
  const message = { id: newMessageId(), content: "", attachmentIds };
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  await scheduleMessage(db, id, by(ada), { ...message, uploads, sendAt });
  await sendMessage(db, id, by(ada), message, unlimited, 0);
  const { url } = await downloadAttachment(db, new Uploaded("v1"), id, ada, attachment.id);
  expect(parameterOf(url, "versionId")).toBe("v2");
});

test("A picture keeps its size and opens in the browser", async () => {
  const { ada } = await newUsers();
  const id = await newGroup(ada);
  const file = { fileName: "a.png", contentType: "image/png", sizeBytes: 5, width: 40, height: 30 };
  const { attachment } = await addAttachment(db, objects, id, ada, file);
  expect(attachment).toEqual({ id: attachment.id, ...file });
  const message = { id: newMessageId(), content: "", attachmentIds: [attachment.id] };
  const sent = await sendMessage(db, id, by(ada), message, unlimited, 0);
  expect(sent.message.attachments).toEqual([attachment]);
  const { url } = await downloadAttachment(db, objects, id, ada, attachment.id);
  expect(dispositionOf(url)).toBe("inline; filename*=UTF-8''a.png");
});

test("Only participants register files, and only the uploader sends them", async () => {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  const file = { fileName: "a.txt", contentType: "text/plain", sizeBytes: 5 };
  await expect(addAttachment(db, objects, id, cleo, file)).rejects.toMatchObject({
    code: "conversation-not-found",
  });
  const { attachment } = await addAttachment(db, objects, id, ada, file);
  const message = { id: newMessageId(), content: "", attachmentIds: [attachment.id] };
  await expect(sendMessage(db, id, by(ben), message, unlimited, 0)).rejects.toMatchObject({
    code: "unknown-files",
    errors: [{ path: "attachmentIds" }],
  });
});

test("A group shows a picture that the person who changes the group has uploaded, until it is removed", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  const picture = await addPicture(db, objects, ada, { contentType: "image/webp", sizeBytes: 5 });
  expect(picture.fields.key).toBe(`files/pictures/${picture.id}`);
  const set = (callerId: typeof ada, pictureId: PictureId | null) =>
    updateConversation(db, id, callerId, { pictureId });
  await expect(set(ben, picture.id)).rejects.toMatchObject({
    code: "not-your-picture",
    errors: [{ path: "pictureId" }],
  });
  await set(ada, picture.id);
  expect(await getConversation(db, ben, id)).toMatchObject({ pictureId: picture.id, version: 2 });
  expect(dispositionOf((await downloadPicture(db, objects, picture.id)).url)).toContain("inline");
  await set(ben, null);
  expect(await getConversation(db, ben, id)).not.toHaveProperty("pictureId");
  const missing = { code: "picture-not-found" };
  const { id: announced } = await addPicture(db, objects, ada, { contentType: "image/webp", sizeBytes: 5 });
  await expect(downloadPicture(db, new Uploaded(), announced)).rejects.toMatchObject(missing);
  const unknown = downloadPicture(db, objects, PictureId.parse(randomUUID()));
  await expect(unknown).rejects.toMatchObject(missing);
});

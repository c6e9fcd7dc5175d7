import { randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import pg from "pg";
import { beforeAll, describe, expect, inject, test } from "vitest";
import * as z from "zod";
import type { Attachment, Upload } from "../../contract/attachments.ts";
import { fieldError } from "../../contract/field-errors.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { NewMessage } from "../../contract/messages.ts";
import { StoredObject } from "../../localstack/s3/objects.ts";
import { CloudTemplate } from "../../localstack/template.ts";
import { awsClient } from "../support/aws.ts";
import { eventually } from "../support/eventually.ts";
import { withStack } from "../support/own-stack.ts";
import { newId, newPeople, type Person } from "../support/people.ts";
import { pictureOf, pictureWithFrame } from "../support/picture-of.ts";
import { required } from "../support/required.ts";
import { createTuple } from "../support/tuple.ts";
import { beginUpload, postUpload } from "../support/upload.ts";

const { url, awsUrl, assembly } = inject("stack");

let ann: Person;
let ben: Person;
let eve: Person;
beforeAll(async () => {
  [ann, ben, eve] = await newPeople(url, 3);
});

const requestUpload = (person: Person, id: ConversationId, file: object) =>
  person.answer("addAttachment", {
    params: { id },
    body: { fileName: "cat.pdf", contentType: "application/pdf", sizeBytes: 1_000, ...file },
  });

const post = (upload: Upload, bytes: Buffer, changes: Record<string, string> = {}, at = url) =>
  postUpload(at, upload, bytes, changes);

const sendWith = (person: Person, id: ConversationId, attachmentIds: string[], content = "") =>
  person.answer("sendMessage", { params: { id }, body: { id: newId(), content, attachmentIds } });

const download = (person: Person, id: ConversationId, { id: attachmentId }: Attachment) =>
  person.answer("getAttachment", { params: { id, attachmentId } });

function bucketOf(construct: "Uploads" | "SiteFiles"): string {
  const buckets = new CloudTemplate(assembly).resources("AWS::S3::Bucket", z.unknown());
  const bucket = buckets.find(({ logicalId }) => logicalId.startsWith(construct));
  return required(bucket, `bucket of ${construct}`).logicalId;
}

/** Ann uploads a file and sends it to a group with Ben. */
async function shareFile(file: object, body: Buffer) {
  const { id } = await ann.startGroup([ben]);
  const upload = (await requestUpload(ann, id, { ...file, sizeBytes: body.length })).body;
  expect((await post(upload, body)).status).toBe(204);
  const message = (await sendWith(ann, id, [upload.attachment.id])).body;
  return { id, upload, message };
}

test("A file is uploaded straight to the bucket, and participants download it from a signed address", async () => {
  const bytes = Buffer.concat([pictureOf({ width: 640, height: 480 }), randomBytes(50_000)]).subarray(
    0,
    50_000,
  );
  const { id, upload, message } = await shareFile(
    { fileName: "chat 🐈.png", contentType: "image/png", width: 640, height: 480 },
    bytes,
  );
  expect(message).toMatchObject({
    content: "",
    attachments: [
      { fileName: "chat 🐈.png", contentType: "image/png", sizeBytes: 50_000, width: 640, height: 480 },
    ],
  });
  expect((await ben.history(id)).items).toEqual([message]);
  const { status, body } = await download(ben, id, upload.attachment);
  expect([status, body.expiresIn]).toEqual([200, 240]);
  const file = await fetch(url + body.url);
  expect(file.status).toBe(200);
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
  expect(Object.fromEntries(file.headers)).toMatchObject({
    "content-type": "image/png",
    "content-disposition": "inline; filename*=UTF-8''chat%20%F0%9F%90%88.png",
    "cache-control": "private, max-age=240, immutable",
    // No file can run scripts on the page's origin.
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  });
});

test("A browser downloads a file that is not a picture instead of showing it", async () => {
  const { id, upload } = await shareFile(
    { fileName: "x.html", contentType: "text/html" },
    Buffer.from("<script>alert(1)</script>"),
  );
  const file = await fetch(url + (await download(ben, id, upload.attachment)).body.url);
  expect(file.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''x.html");
  expect(file.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
});

test("A browser runs no uploaded file as a script of the page", async () => {
  const { id, upload } = await shareFile(
    { fileName: "x.js", contentType: "text/javascript" },
    Buffer.from("alert(1)"),
  );
  const file = await fetch(url + (await download(ben, id, upload.attachment)).body.url);
  expect(file.headers.get("content-type")).toBe("text/plain");
  expect(file.headers.get("x-content-type-options")).toBe("nosniff");
});

describe("The first upload remains a message's file, although the upload form is still valid,", () => {
  const read = async (address: string) => (await fetch(url + address)).text();

  test("if participants have downloaded it before the second upload", async () => {
    const { id, upload } = await shareFile({}, Buffer.from("first"));
    const address = (await download(ben, id, upload.attachment)).body.url;
    expect((await post(upload, Buffer.from("other"))).status).toBe(204);
    expect(await read(address)).toBe("first");
    expect(await read((await download(ben, id, upload.attachment)).body.url)).toBe("first");
  });

  test("if no participant has downloaded it before the second upload", async () => {
    const { id, upload } = await shareFile({}, Buffer.from("first"));
    for (const text of ["other", "third"]) expect((await post(upload, Buffer.from(text))).status).toBe(204);
    expect(await read((await download(ben, id, upload.attachment)).body.url)).toBe("first");
  });

  type Act = (id: ConversationId, message: NewMessage) => Promise<unknown>;
  const schedule = (id: ConversationId, message: NewMessage, sendAt: number) => {
    const body = { ...message, sendAt: new Date(sendAt).toISOString() };
    return ann.call("scheduleMessage", { params: { id }, body });
  };
  const ways: [string, { prepare?: Act; send: Act }][] = [
    ["sent by REST", { send: (id, body) => ann.call("sendMessage", { params: { id }, body }) }],
    [
      "sent by WebSocket",
      {
        send: async (conversationId, message) => {
          const socket = await ann.connect();
          await socket.request({ action: "message.send", conversationId, ...message });
          await socket.close();
        },
      },
    ],
    [
      "scheduled and sent at its time",
      {
        send: async (id, message) => {
          await schedule(id, message, Date.now());
          await eventually(async () => expect((await ben.history(id)).items).toHaveLength(1));
        },
      },
    ],
    [
      "scheduled without the file and sent before its time",
      {
        prepare: (id, message) => schedule(id, message, Date.now() + 3_600_000),
        send: (_, { id: messageId }) => ann.call("sendScheduledMessage", { params: { messageId } }),
      },
    ],
    [
      "scheduled without the file and sent at its time",
      {
        prepare: (id, message) => schedule(id, message, Date.now() + 3_600_000),
        send: async (id, { id: messageId }) => {
          const body = { sendAt: new Date().toISOString() };
          await ann.call("changeScheduledMessage", { params: { messageId }, body });
          await eventually(async () => expect((await ben.history(id)).items).toHaveLength(1));
        },
      },
    ],
  ];

  test.each(ways)(
    "if an upload that began before it ends after the message was %s",
    async (_, { prepare, send }) => {
      const { id } = await ann.startGroup([ben]);
      const { body: upload } = await requestUpload(ann, id, { sizeBytes: 5 });
      const message = { id: newId(), content: "", attachmentIds: [upload.attachment.id] };
      await prepare?.(id, message);
      const endSlowUpload = await beginUpload(url, upload, Buffer.from("other"));
      expect((await post(upload, Buffer.from("first"))).status).toBe(204);
      await send(id, message);
      expect(await endSlowUpload()).toBe(204);
      expect(await read((await download(ben, id, upload.attachment)).body.url)).toBe("first");
    },
  );
});

describe("A picture that would slow every reader's page becomes a file before anyone receives its address,", () => {
  const picture = { fileName: "cat.png", contentType: "image/png" };
  test.each([
    ["because it has too many pixels", pictureOf({ width: 23_000, height: 23_000 })],
    ["because its frames have too many pixels", pictureWithFrame({ width: 23_000, height: 23_000 })],
    ["because its format is unknown", Buffer.from("BM, as a bitmap begins")],
  ])("%s", async (_, bytes) => {
    const { id, upload, message } = await shareFile({ ...picture, width: 40, height: 30 }, bytes);
    const socket = await ben.connect();
    const updated = socket.nextOf("message.updated");
    const { attachment } = upload;
    const refused = await ben.refused("getAttachment", { params: { id, attachmentId: attachment.id } });
    expect([refused.status, refused.body.code]).toEqual([404, "file-not-found"]);
    const file = { id: attachment.id, fileName: "cat.png", contentType: "application/octet-stream" };
    const changed = { ...message, revision: 1, attachments: [{ ...file, sizeBytes: bytes.length }] };
    expect((await updated).message).toEqual(changed);
    expect((await ann.history(id)).items).toEqual([changed]);
    const { status, body } = await download(ben, id, attachment);
    expect(status).toBe(200);
    const { headers } = await fetch(url + body.url);
    expect(headers.get("content-disposition")).toMatch(/^attachment;/);
  });

  test("because the pictures of its message have too many pixels together", async () => {
    const { id } = await ann.startGroup([ben]);
    const bytes = pictureOf({ width: 8_000, height: 8_000 });
    const files: Attachment[] = [];
    for (let at = 0; at < 5; at++) {
      const { body } = await requestUpload(ann, id, { ...picture, sizeBytes: bytes.length });
      expect((await post(body, bytes)).status).toBe(204);
      files.push(body.attachment);
    }
    const ids = files.map((file) => file.id);
    await sendWith(ann, id, ids);
    const statuses: number[] = [];
    for (const file of files) statuses.push((await download(ben, id, file)).status);
    expect(statuses).toEqual([404, 200, 200, 200, 200]);
    const [message] = (await ben.history(id)).items;
    const shown = message?.attachments?.filter(({ contentType }) => contentType === "image/png");
    // The first one becomes a file. The others have room then.
    expect(shown?.map((file) => file.id)).toEqual(ids.slice(1));
  });

  test("in a copy as well", async () => {
    const { id, message } = await shareFile(picture, pictureOf({ width: 23_000, height: 23_000 }));
    const copy = await ann.call("forwardMessage", {
      params: { id },
      body: { id: newId(), conversationId: id, messageId: message.id },
    });
    const attachment = required(copy.attachments?.[0], "copied file");
    expect((await download(ben, id, attachment)).status).toBe(404);
    expect((await ben.history(id)).items.map(({ attachments }) => attachments?.[0]?.contentType)).toEqual([
      "application/octet-stream",
      "image/png",
    ]);
  });
});

test("A file that was never uploaded has no address", async () => {
  const { id } = await ann.startGroup([ben]);
  const { body } = await requestUpload(ann, id, { sizeBytes: 1 });
  await sendWith(ann, id, [body.attachment.id]);
  const { status, problem } = await download(ben, id, body.attachment);
  expect([status, problem.code]).toEqual([404, "file-not-found"]);
});

describe("The bucket refuses", () => {
  test("a file whose size, type or key differs from the signed form, and a form that was changed", async () => {
    const { id } = await ann.startGroup([ben]);
    const { body } = await requestUpload(ann, id, {});
    const exact = Buffer.alloc(1_000);
    const codeOf = async (answer: Promise<Response>) => /<Code>(\w+)/.exec(await (await answer).text())?.[1];
    expect(await codeOf(post(body, Buffer.alloc(1_001)))).toBe("EntityTooLarge");
    expect(await codeOf(post(body, Buffer.alloc(999)))).toBe("EntityTooSmall");
    expect(await codeOf(post(body, exact, { "Content-Type": "text/html" }))).toBe("AccessDenied");
    expect(await codeOf(post(body, exact, { key: "files/elsewhere" }))).toBe("AccessDenied");
    expect(await codeOf(post(body, exact, { acl: "public-read" }))).toBe("AccessDenied");
    const signed = JSON.parse(Buffer.from(body.fields.policy ?? "", "base64").toString());
    const policy = Buffer.from(JSON.stringify({ ...signed, expiration: "2999-01-01T00:00:00.000Z" }));
    expect(await codeOf(post(body, exact, { policy: policy.toString("base64") }))).toBe(
      "SignatureDoesNotMatch",
    );
    expect((await post(body, exact)).status).toBe(204);
  });

  test("download addresses that are unsigned, changed, or signed for another file or version", async () => {
    const { id, upload } = await shareFile({}, Buffer.from("one"));
    const other = await shareFile({}, Buffer.from("other"));
    const signed = (await download(ann, id, upload.attachment)).body.url;
    const path = required(signed.split("?")[0], "path");
    expect((await fetch(url + path)).status).toBe(403);
    const stolen = signed.replace(path, `/files/${other.id}/${other.upload.attachment.id}`);
    expect((await fetch(url + stolen)).status).toBe(403);
    expect((await fetch(`${url}${signed}&response-content-type=text/html`)).status).toBe(403);
    expect(signed).toMatch(/[?&]versionId=/);
    expect((await fetch(url + signed.replace(/[?&]versionId=[^&]*/, ""))).status).toBe(403);
    expect((await fetch(url + signed.replace(/versionId=[^&]*/, "versionId=null"))).status).toBe(403);
  });
});

describe("The API refuses", () => {
  test("a file that is empty or too large, or has an invalid name or type, and names the field", async () => {
    const { id } = await ann.startGroup([ben]);
    const errorsOf = async (file: object) => (await requestUpload(ann, id, file)).problem.errors;
    expect(await errorsOf({ sizeBytes: limits.attachment.bytes + 1 })).toEqual([
      fieldError("sizeBytes", "file-too-large", { limit: 26_214_400 }),
    ]);
    expect(await errorsOf({ sizeBytes: 0 })).toEqual([fieldError("sizeBytes", "empty")]);
    expect(await errorsOf({ fileName: "a/b" })).toEqual([fieldError("fileName", "invalid-file-name")]);
    expect(await errorsOf({ contentType: "picture" })).toEqual([
      fieldError("contentType", "invalid-media-type"),
    ]);
  });

  test("uploads and downloads by users who do not take part, and downloads of a deleted message's files", async () => {
    const { id, upload, message } = await shareFile({}, Buffer.from("for two"));
    expect((await requestUpload(eve, id, {})).status).toBe(404);
    expect((await download(eve, id, upload.attachment)).status).toBe(404);
    const elsewhere = await eve.startGroup([], "Mine");
    expect((await download(eve, elsewhere.id, upload.attachment)).status).toBe(404);
    await ann.call("deleteMessage", { params: { id, messageId: message.id } });
    expect((await download(ben, id, upload.attachment)).status).toBe(404);
  });

  test("a message with files of another user or conversation, or files that another message has", async () => {
    const { id } = await ann.startGroup([ben]);
    const { attachment } = (await requestUpload(ann, id, {})).body;
    const other = await ann.startGroup([ben]);
    for (const refused of [
      await sendWith(ben, id, [attachment.id]),
      await sendWith(ann, other.id, [attachment.id]),
      await sendWith(ann, id, [newId()]),
    ]) {
      expect([refused.status, refused.problem.errors?.[0]?.path]).toEqual([400, "attachmentIds"]);
    }
    expect((await sendWith(ann, id, [attachment.id])).status).toBe(201);
    expect((await sendWith(ann, id, [attachment.id])).status).toBe(400);
    expect((await sendWith(ann, id, [])).problem.errors).toEqual([fieldError("content", "empty")]);
    const many = await sendWith(ann, id, Array.from({ length: 11 }, newId));
    expect(many.problem.errors?.[0]?.path).toBe("attachmentIds");
  });
});

test("Sending a message with a file again returns the first message", async () => {
  const { id } = await ann.startGroup([ben]);
  const { attachment } = (await requestUpload(ann, id, {})).body;
  const body = { id: newId(), content: "twice", attachmentIds: [attachment.id] };
  const first = await ann.answer("sendMessage", { params: { id }, body });
  const again = await ann.answer("sendMessage", { params: { id }, body });
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body).toEqual(first.body);
});

test("A message's text can be removed only if the message has a file", async () => {
  const { id, message } = await shareFile({}, Buffer.from("x"));
  const edit = (messageId: string, content: string) =>
    ann.answer("editMessage", { params: { id, messageId }, body: { content } });
  expect((await edit(message.id, "look")).body.content).toBe("look");
  expect((await edit(message.id, "")).body.content).toBe("");
  const plain = (await ann.send(id, "plain")).body;
  expect((await edit(plain.id, "")).status).toBe(400);
});

test("The cleanup removes files that no message has after a day, and keeps the first version of all others", async () => {
  await withStack(async (stack) => {
    const [dan, eli] = await newPeople(stack.url, 2);
    const { id } = await dan.startGroup([eli]);
    const s3 = new S3Client({ ...awsClient(stack.awsUrl), forcePathStyle: true });
    const Bucket = bucketOf("Uploads");
    const uploadTo = async (upload: Upload, text: string) =>
      expect((await post(upload, Buffer.from(text), {}, stack.url)).status).toBe(204);
    const contentOf = async ({ fields }: Upload) => {
      const get = new GetObjectCommand({ Bucket, Key: required(fields.key, "key in the form") });
      try {
        return await (await s3.send(get)).Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    };
    const [sent, seen, unsent, fresh] = await createTuple(4, async () => {
      const { body } = await requestUpload(dan, id, { sizeBytes: 1 });
      await uploadTo(body, "1");
      return body;
    });
    await sendWith(dan, id, [sent.attachment.id, seen.attachment.id]);
    await download(eli, id, seen.attachment);
    for (const upload of [sent, seen]) for (const text of ["2", "3"]) await uploadTo(upload, text);
    // A copy of this message keeps the file, and the second copy loses it together with the first one.
    const [kept, lost] = await createTuple(2, async () => {
      const { body } = await requestUpload(dan, id, { sizeBytes: 1 });
      await uploadTo(body, "1");
      const { body: original } = await sendWith(dan, id, [body.attachment.id]);
      const elsewhere = await eli.startGroup([]);
      const copy = await eli.call("forwardMessage", {
        params: { id: elsewhere.id },
        body: { id: newId(), conversationId: id, messageId: original.id },
      });
      await dan.call("deleteMessage", { params: { id, messageId: original.id } });
      return { upload: body, copy };
    });
    await eli.call("deleteMessage", { params: { id: lost.copy.conversationId, messageId: lost.copy.id } });
    const admin = new pg.Client({ connectionString: stack.databaseUrl });
    await admin.connect();
    await admin.query("UPDATE attachments SET created_at = now() - interval '25 hours' WHERE id <> $1", [
      fresh.attachment.id,
    ]);
    await admin.end();
    await required(stack.schedules()[0], "schedule").run();
    // The bucket's lifecycle removes a version only after another one replaced it.
    expect(await Promise.all([sent, seen, unsent, fresh].map(contentOf))).toEqual(["1", "1", undefined, "1"]);
    expect(await Promise.all([kept.upload, lost.upload].map(contentOf))).toEqual(["1", undefined]);
    const [file] = kept.copy.attachments ?? [];
    const copied = (await download(eli, kept.copy.conversationId, required(file, "file of the copy"))).body;
    expect(await (await fetch(stack.url + copied.url)).text()).toBe("1");
    const Prefix = `files/${id}/`;
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
    expect(Versions.map(({ Key }) => Key).sort()).toEqual(
      [sent, seen, unsent, fresh, kept.upload, lost.upload].map(({ fields }) => fields.key).sort(),
    );

    // An upload that took a day arrives too late.
    await uploadTo(sent, "4");
    await required(stack.schedules()[0], "schedule").run();
    const { url: address } = (await download(eli, id, sent.attachment)).body;
    expect(await (await fetch(stack.url + address)).text()).toBe("1");
  });
});

test("The cleanup removes an asset of the page a week after the deployment that replaced it", async () => {
  await withStack(async (stack, folder) => {
    const s3 = new S3Client({ ...awsClient(stack.awsUrl), forcePathStyle: true });
    const Bucket = bucketOf("SiteFiles");
    const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    const cleanUp = () => required(stack.schedules()[0], "schedule").run();
    const keys = async () => {
      const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: "assets/" }));
      return Versions.map(({ Key }) => Key);
    };
    for (const name of ["old", "new"]) await put(`assets/${name}.js`, name);
    await setAges(join(folder, "s3", Bucket), { "assets/old.js": 90, "assets/new.js": 8 });
    // Without a list of the current release, all assets stay.
    await cleanUp();
    expect(await keys()).toEqual(["assets/new.js", "assets/old.js"]);
    await put("assets.json", '["assets/new.js"]');
    await cleanUp();
    expect(await keys()).toEqual(["assets/new.js"]);
  });
});

/** Sets the modification times of the local bucket's objects to these numbers of days ago. */
async function setAges(folder: string, days: Readonly<Record<string, number>>): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".json")) continue;
    const { key, versions } = StoredObject.parse(JSON.parse(await readFile(join(folder, name), "utf8")));
    const lastModified = new Date(Date.now() - (days[key] ?? 0) * 86_400_000).toISOString();
    const aged = { key, versions: versions.map((version) => ({ ...version, lastModified })) };
    await writeFile(join(folder, name), JSON.stringify(aged));
  }
}

test("AWS's own S3 client puts, gets and deletes objects in the local bucket", async () => {
  const s3 = new S3Client({ ...awsClient(awsUrl), forcePathStyle: true });
  const object = { Bucket: "bucket", Key: "files/a folder/ä" };
  await s3.send(new PutObjectCommand({ ...object, Body: "hello", ContentType: "text/plain" }));
  const got = await s3.send(new GetObjectCommand(object));
  expect([await got.Body?.transformToString(), got.ContentType]).toEqual(["hello", "text/plain"]);
  await s3.send(new DeleteObjectCommand(object));
  await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("AWS's own S3 client gets versions of objects from the local bucket, and AWS's errors for versions that it lacks", async () => {
  const s3 = new S3Client({ ...awsClient(awsUrl), forcePathStyle: true });
  const { upload } = await shareFile({}, Buffer.from("first"));
  const object = { Bucket: bucketOf("Uploads"), Key: required(upload.fields.key, "key") };
  const { VersionId: first } = await s3.send(new HeadObjectCommand(object));
  const { VersionId: second } = await s3.send(new PutObjectCommand({ ...object, Body: "second" }));
  const get = async (VersionId: string | undefined) => {
    const { Body } = await s3.send(new GetObjectCommand({ ...object, VersionId }));
    return Body?.transformToString();
  };
  expect([await get(undefined), await get(first), await get(second)]).toEqual(["second", "first", "second"]);
  const part = await s3.send(new GetObjectCommand({ ...object, Range: "bytes=0-2" }));
  expect([await part.Body?.transformToString(), part.ContentRange]).toEqual(["sec", "bytes 0-2/6"]);
  const beyond = s3.send(new GetObjectCommand({ ...object, Range: "bytes=6-9" }));
  await expect(beyond).rejects.toMatchObject({ name: "InvalidRange" });
  await s3.send(new DeleteObjectCommand(object));
  const { DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: object.Bucket, Prefix: object.Key }),
  );
  const codeOf = async (VersionId: string | undefined) =>
    s3.send(new GetObjectCommand({ ...object, VersionId })).then(
      () => "none",
      (error: Error) => error.name,
    );
  expect(await codeOf(undefined)).toBe("NoSuchKey");
  expect(await codeOf(DeleteMarkers[0]?.VersionId)).toBe("MethodNotAllowed");
  expect(await codeOf("f".repeat(32))).toBe("NoSuchVersion");
  expect(await codeOf("not-a-version")).toBe("InvalidArgument");
  const Objects = [first, second].map((VersionId) => ({ Key: object.Key, VersionId }));
  await s3.send(new DeleteObjectsCommand({ Bucket: object.Bucket, Delete: { Objects } }));
  expect(await codeOf(first)).toBe("NoSuchVersion");
});

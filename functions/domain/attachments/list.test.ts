import { expect, test } from "vitest";
import type { FilePage } from "../../../contract/file-lists.ts";
import { by, db, newGroup, newMessageId, newUsers, unlimited } from "../../../tests/support/domain.ts";
import { ObjectStore } from "../../platform/storage/object-store.ts";
import { deleteMessage } from "../messages/change.ts";
import { sendMessage } from "../messages/send.ts";
import { addAttachment } from "./attachments.ts";
import { listFiles } from "./list.ts";

const objects = new ObjectStore({ UPLOADS_BUCKET: "uploads", AWS_REGION: "eu-central-1" });

test("A conversation's files are listed with their messages, the last one first, for participants only", async () => {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  const sendFiles = async (...names: string[]) => {
    const attachmentIds = [];
    for (const fileName of names) {
      const file = { fileName, contentType: "image/png", sizeBytes: 5, width: 4, height: 3 };
      attachmentIds.push((await addAttachment(db, objects, id, ada, file)).attachment.id);
    }
    const message = { id: newMessageId(), content: "", attachmentIds };
    return (await sendMessage(db, id, by(ada), message, unlimited, 0)).message;
  };
  expect(await listFiles(db, id, ben, {})).toEqual({ items: [], nextCursor: null });
  const first = await sendFiles("a.png", "b.png");
  const second = await sendFiles("c.png");
  // A file that no message has yet.
  await addAttachment(db, objects, id, ada, { fileName: "d.png", contentType: "image/png", sizeBytes: 5 });
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page: FilePage = await listFiles(db, id, ben, { limit: 2, ...(cursor && { cursor }) });
    names.push(...page.items.map(({ attachment }) => attachment.fileName));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(names).toEqual(["c.png", "b.png", "a.png"]);
  expect((await listFiles(db, id, ben, {})).items[0]).toEqual({
    attachment: second.attachments?.[0],
    messageId: second.id,
    seq: 2,
    senderId: ada,
    createdAt: second.createdAt,
  });
  await expect(listFiles(db, id, cleo, {})).rejects.toMatchObject({ code: "conversation-not-found" });
  await deleteMessage(db, { conversationId: id, messageId: first.id, callerId: ada, sessionId: ada });
  expect((await listFiles(db, id, ben, {})).items).toHaveLength(1);
});

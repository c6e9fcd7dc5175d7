import { expect, test } from "vitest";
import { db, newGroup, newUsers, send } from "../../../tests/support/domain.ts";
import { getConversation } from "../conversations/views.ts";
import { addSystemMessage } from "./system-messages.ts";

test("A report takes the next sequence number, names its author, and does not count as unread", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  await send(id, ada);
  expect(await addSystemMessage(db, id, ada, { event: "topic", text: "Type" })).toMatchObject({
    seq: 2,
    senderId: ada,
    content: expect.stringMatching(/^ada-.* changed the topic to “Type”\.$/),
    system: { event: "topic", text: "Type" },
  });
  await send(id, ada);
  expect(await getConversation(db, ben, id)).toMatchObject({ lastSeq: 3, unreadCount: 2 });
});

import { expect, test } from "vitest";
import { AttachmentId } from "../../../contract/ids.ts";
import type { NewMessage } from "../../../contract/messages.ts";
import {
  by,
  connect,
  db,
  newGroup,
  newMessageId,
  newUser,
  newUsers,
  send,
  subscribeToWebPush,
  unlimited,
} from "../../../tests/support/domain.ts";
import { updateSettings } from "../conversations/settings.ts";
import { getConversation } from "../conversations/views.ts";
import { setPin } from "./pins.ts";
import { sendMessage } from "./send.ts";

/** A group of two, and a function by which Ada sends to it, unless another sender is named. */
async function group() {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  const post = (
    message: Partial<NewMessage> = {},
    { rate = unlimited, sender = ada, connections = 100 } = {},
  ) =>
    sendMessage(db, id, by(sender), { id: newMessageId(), content: "hello", ...message }, rate, connections);
  return { id, ada, ben, post };
}

test("Simultaneous sends to one conversation take the sequence numbers 1, 2, 3 … without gaps", async () => {
  const { post, ben } = await group();
  const sent = await Promise.all(
    Array.from({ length: 12 }, (_, at) => post({}, at % 2 ? { sender: ben } : {})),
  );
  const seqs = sent.map(({ message }) => message.seq).sort((a, b) => a - b);
  expect(seqs).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
});

test("Sending an id again returns the first message, takes no sequence number and does not count against the rate", async () => {
  const { id, post, ada } = await group();
  const rate = { burst: 1, perSecond: 0.001 };
  const messageId = newMessageId();
  const first = await post({ id: messageId, content: "first" }, { rate });
  const again = await post({ id: messageId, content: "second" }, { rate });
  expect(first).toMatchObject({ isNew: true, message: { seq: 1, content: "first" } });
  expect(again).toEqual({ ...first, isNew: false });
  expect((await getConversation(db, ada, id)).lastSeq).toBe(1);
});

test("A send is refused with an id of another user, a quote from elsewhere, or unknown files, and stores nothing", async () => {
  const { id, post, ada, ben } = await group();
  const elsewhere = await send(await newGroup(ada), ada);
  const taken = await send(id, ben);
  const refusals: [Partial<NewMessage>, string][] = [
    [{ id: taken.id }, "message-id-taken"],
    [{ replyTo: elsewhere.id }, "unknown-reply-target"],
    [{ attachmentIds: [AttachmentId.parse(newMessageId())] }, "unknown-files"],
  ];
  for (const [message, code] of refusals) await expect(post(message)).rejects.toMatchObject({ code });
  expect((await getConversation(db, ada, id)).lastSeq).toBe(1);
});

test("Sending an id again returns the first message with its pin and other changes since", async () => {
  const { id, post, ada } = await group();
  const messageId = newMessageId();
  await post({ id: messageId });
  const change = { conversationId: id, messageId, callerId: ada, sessionId: by(ada).sessionId };
  const { message: pinned } = await setPin(db, change, true, unlimited);
  expect((await post({ id: messageId })).message).toEqual(pinned);
});

test("A send is refused with the whole seconds to wait when the sender's allowance is used up", async () => {
  const { post, ben } = await group();
  const rate = { burst: 2, perSecond: 0.1 };
  await post({}, { rate });
  await post({}, { rate });
  await expect(post({}, { rate })).rejects.toMatchObject({ code: "rate-limited", retryAfter: 10 });
  expect(await post({}, { rate, sender: ben })).toMatchObject({ isNew: true });
});

test("A send by a user who does not take part is refused like one to an unknown conversation", async () => {
  const { post } = await group();
  const sender = await newUser();
  await expect(post({}, { sender })).rejects.toMatchObject({ code: "conversation-not-found" });
});

test("A send returns the open connections of all participants, at most as many as requested", async () => {
  const { post, ada, ben } = await group();
  const connections = [await connect(ada), await connect(ben), await connect(ben)].sort();
  expect((await post()).connectionIds.sort()).toEqual(connections);
  expect((await post({}, { connections: 2 })).connectionIds).toHaveLength(2);
});

test("A send asks for Web Push while a participant with a subscription is absent and has not muted the group", async () => {
  const { id, post, ada, ben } = await group();
  const isForAbsent = async () => (await post()).isForAbsent;
  expect(await isForAbsent()).toBe(false);
  await subscribeToWebPush(ada);
  expect(await isForAbsent()).toBe(false);
  await subscribeToWebPush(ben);
  expect(await isForAbsent()).toBe(true);
  await updateSettings(db, id, ben, { notify: "nothing" });
  expect(await isForAbsent()).toBe(false);
  await updateSettings(db, id, ben, { notify: "mentions" });
  expect(await isForAbsent()).toBe(true);
  await connect(ben);
  expect(await isForAbsent()).toBe(false);
});

test("A send asks for Web Push although the others have as many connections as there are participants", async () => {
  const { post, ada, ben } = await group();
  await subscribeToWebPush(ben);
  await connect(ada);
  await connect(ada);
  expect((await post()).isForAbsent).toBe(true);
  expect((await post({}, { connections: 1 })).isForAbsent).toBe(true);
  await connect(ben);
  for (const connections of [0, 1, 2, 3, 100]) {
    expect((await post({}, { connections })).isForAbsent).toBe(false);
  }
});

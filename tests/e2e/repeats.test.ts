import { expect, test } from "vitest";
import type { routeRules } from "../../contract/access-rules.ts";
import type { ClientFrame } from "../../contract/frames.ts";
import { allowances } from "../../contract/limits.ts";
import type { routes } from "../../contract/routes.ts";
import { withDatabase } from "../support/accounts.ts";
import { adminPool } from "../support/admin-pool.ts";
import { untilIdle } from "../support/aws-calls.ts";
import { withStack } from "../support/own-stack.ts";
import { newId, newPerson, newPersonWithRole, type Person, type Request, signIn } from "../support/people.ts";
import { pictureOf } from "../support/picture-of.ts";
import { required } from "../support/required.ts";
import { postUpload } from "../support/upload.ts";

type Routes = typeof routes;
/** The routes that may change something. */
type Change = {
  [N in keyof typeof routeRules]: Routes[N]["method"] extends "GET" ? never : N;
}[keyof typeof routeRules];

/** The people and conversations of the calls. */
interface Scene {
  url: string;
  owner: Person;
  ben: Person;
  group: { id: string };
  other: Person;
  /** A call that Ben has started in the group. */
  callId: string;
  /** Sends a message to the group. @returns the params of its routes */
  message: (fields?: object) => Promise<{ id: string; messageId: string }>;
}

/** Prepares a call. @returns the call, which the test makes twice */
type Preparation = (scene: Scene) => Promise<Request> | Request;

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const ofMessage =
  (fields: Request = {}): Preparation =>
  async ({ message }) => ({ params: await message(), ...fields });
const inGroup =
  (body: unknown): Preparation =>
  ({ group }) => ({ params: group, body });

const scheduled: Preparation = async ({ owner, group: { id } }) => {
  const body = { id: newId(), content: "later", sendAt: inAnHour() };
  await owner.call("scheduleMessage", { params: { id }, body });
  return { params: { messageId: body.id } };
};
const poll = { poll: { question: "Lunch?", options: ["Soup", "Pizza"] }, content: "" };
const reply: Preparation = async ({ message, group: { id } }) => {
  const { messageId: rootId } = await message();
  await message({ threadId: rootId });
  return { params: { id, rootId }, body: { seq: 1_000 } };
};
async function uploadedPicture({ owner, url }: Scene): Promise<string> {
  const bytes = pictureOf({ width: 8, height: 8 });
  const body = { contentType: "image/gif", sizeBytes: bytes.length };
  const upload = await owner.call("addPicture", { body });
  await postUpload(url, upload, bytes);
  return upload.id;
}
const userGroup = async ({ owner }: Scene, handle: string): Promise<Request> => {
  const body = { handle, name: "Group", memberIds: [owner.id] };
  await owner.call("createUserGroup", { body });
  return { params: { handle }, body };
};

/** Each call by its route. A route without one does not compile. A text is the reason why the test does not repeat it. */
const calls: Readonly<Record<Change, Preparation | string>> = {
  updateMe: () => ({ body: { fullName: "Another Name" } }),
  deleteAccount: "It ends the session, so that its repetition is refused.",
  requestEmailVerification: "It announces nothing.",
  reauthenticate: "It announces nothing.",
  changePassword: "Each call needs the password, and guesses are limited.",
  signOutDevice: async ({ url, owner }) => {
    await signIn(url, owner.username);
    const { items } = await owner.call("listDevices");
    return {
      params: {
        deviceId: required(
          items.find(({ isCurrent }) => !isCurrent),
          "other device",
        ).id,
      },
    };
  },
  signOutOthers: () => ({}),
  addPushSubscription: "It announces nothing.",
  removePushSubscription: () => ({ query: { endpoint: "https://push.example.com/gone" } }),
  addPicture: () => ({ body: { contentType: "image/png", sizeBytes: 1 } }),
  addEmoji: async (scene) => ({ body: { name: "party-llama", pictureId: await uploadedPicture(scene) } }),
  deleteEmoji: async (scene) => {
    const body = { name: "sad-llama", pictureId: await uploadedPicture(scene) };
    return { params: { id: (await scene.owner.call("addEmoji", { body })).id } };
  },
  createConversation: ({ ben }) => ({ body: { participantIds: [ben.id] } }),
  updateConversation: inGroup({ name: "Renamed" }),
  addParticipants: ({ group, ben }) => ({ params: group, body: { participantIds: [ben.id] } }),
  updateParticipant: ({ group, ben }) => ({
    params: { ...group, userId: ben.id },
    body: { role: "admin" },
  }),
  removeParticipant: ({ group, other }) => ({ params: { ...group, userId: other.id } }),
  updateSettings: inGroup({ isPinned: true }),
  markThreadRead: reply,
  followThread: reply,
  unfollowThread: reply,
  sendMessage: ({ group }) => ({ params: group, body: { id: newId(), content: "sent twice" } }),
  forwardMessage: async ({ group, message }) => {
    const { id, messageId } = await message();
    return { params: group, body: { id: newId(), conversationId: id, messageId } };
  },
  editMessage: ofMessage({ body: { content: "edited" } }),
  deleteMessage: ofMessage(),
  removePreview: ofMessage({ query: { url: "https://example.com/" } }),
  addReaction: async ({ message }) => ({ params: { ...(await message()), emoji: "👍" } }),
  removeReaction: async ({ message }) => ({ params: { ...(await message()), emoji: "👍" } }),
  pinMessage: ofMessage(),
  unpinMessage: ofMessage(),
  vote: async ({ message }) => ({ params: await message(poll), body: { choices: [0] } }),
  closePoll: async ({ message }) => ({ params: await message(poll) }),
  saveMessage: ofMessage(),
  unsaveMessage: ofMessage(),
  markRead: inGroup({ seq: 1 }),
  scheduleMessage: ({ group }) => ({
    params: group,
    body: { id: newId(), content: "later", sendAt: inAnHour() },
  }),
  changeScheduledMessage: async (scene) => ({ ...(await scheduled(scene)), body: { content: "changed" } }),
  cancelScheduledMessage: scheduled,
  sendScheduledMessage: scheduled,
  saveDraft: inGroup({ content: "draft", basedOn: 0 }),
  setReminder: async ({ message }) => ({ params: await message(), body: { remindAt: inAnHour() } }),
  removeReminder: ofMessage(),
  setTextReminder: () => ({
    params: { reminderId: newId() },
    body: { text: "call Bob", remindAt: inAnHour() },
  }),
  removeTextReminder: () => ({ params: { reminderId: newId() } }),
  addAttachment: inGroup({ fileName: "a.txt", contentType: "text/plain", sizeBytes: 1 }),
  reportClientError: "It announces nothing.",
  updateWorkspace: "It announces nothing.",
  setSignUp: "It announces nothing.",
  setKeptVersions: "It announces nothing.",
  createUserGroup: ({ owner }) => ({ body: { handle: "first", name: "Group", memberIds: [owner.id] } }),
  updateUserGroup: (scene) => userGroup(scene, "second"),
  deleteUserGroup: (scene) => userGroup(scene, "third"),
  updateMember: ({ other }) => ({ params: { userId: other.id }, body: { role: "admin" } }),
  deactivateMember: ({ other }) => ({ params: { userId: other.id } }),
  reactivateMember: ({ ben }) => ({ params: { userId: ben.id } }),
  createInvitation: "It announces nothing.",
  revokeInvitation: "It announces nothing.",
};

/** Stores a call whose first check has run, so that no job changes it during the test. */
async function startCall(databaseUrl: string, conversationId: string, { id }: Person): Promise<string> {
  const callId = newId();
  await withDatabase(databaseUrl, async (client) => {
    await client.query(
      `INSERT INTO calls (conversation_id, id, started_by, started_at, answered_at, checks)
       VALUES ($1, $2, $3, now(), now(), 1)`,
      [conversationId, callId, id],
    );
    await client.query(
      `INSERT INTO call_participants (conversation_id, user_id, seat, connection_id, joined_at, lease_until)
       VALUES ($1, $2, $3, 'none', now(), now() + interval '1 hour')`,
      [conversationId, id, newId()],
    );
  });
  return callId;
}

const isChange = (name: string): name is Change => name in calls;

/** Each frame by its action. A text is the reason why the test does not repeat it. */
const frames: Readonly<Record<ClientFrame["action"], ((scene: Scene) => Record<string, unknown>) | string>> =
  {
    "message.send": ({ group }) => ({ conversationId: group.id, id: newId(), content: "sent twice" }),
    read: ({ group }) => ({ conversationId: group.id, seq: 2 }),
    sync: ({ group }) => ({ conversations: { [group.id]: 1 } }),
    typing: "It shows for a moment, so each frame is an event. The connection's limit bounds them.",
    ping: () => ({}),
    "call.join": "A repetition renews a seat. tests/e2e/calls.test.ts shows that it announces nothing.",
    "call.leave": ({ group }) => ({ conversationId: group.id, callId: newId(), seat: newId() }),
    "call.decline": ({ group, callId }) => ({ conversationId: group.id, callId }),
    "call.signal": "Each signal has one recipient, who needs all of them.",
  };

test("A call or a frame that changes nothing takes an allowance or announces nothing", async () => {
  await withStack(async (stack) => {
    const { url } = stack;
    const owner = await newPersonWithRole(url, "owner");
    const [ben, other] = [await newPerson(url), await newPerson(url)];
    const group = await owner.startGroup([ben, other]);
    const message: Scene["message"] = async (fields) => {
      const body = { id: newId(), content: "message", ...fields };
      await owner.call("sendMessage", { params: { id: group.id }, body });
      return { id: group.id, messageId: body.id };
    };
    const callId = await startCall(stack.databaseUrl, group.id, ben);
    const scene: Scene = { url, owner, ben, other, group: { id: group.id }, callId, message };
    const [phone, bens] = [await owner.connect(), await ben.connect()];
    const prepared = new Map<string, () => Promise<number>>();
    for (const name of Object.keys(calls).filter(isChange)) {
      const call = calls[name];
      if (typeof call === "string") continue;
      const request = await call(scene);
      prepared.set(name, () => owner.status(name, request));
    }
    for (const [action, fields] of Object.entries(frames)) {
      if (typeof fields === "string") continue;
      const frame = { action, requestId: action, ...fields(scene) };
      prepared.set(action, async () => {
        phone.send(frame);
        const reply = await phone.next((each) => ["ack", "error", "sync", "pong"].includes(each.type));
        return reply.type === "error" ? reply.problem.status : 200;
      });
    }
    const refused: string[] = [];
    for (const [name, call] of prepared) {
      const status = await call();
      if (status >= 400) refused.push(`${name}: ${status}`);
    }
    expect(refused).toEqual([]);
    await untilIdle(stack);
    const kinds = ["messages", ...Object.keys(allowances)];
    const pool = adminPool(stack.databaseUrl);
    try {
      // Time refills nothing before the hour is over.
      await pool.query(
        `INSERT INTO allowances (user_id, kind, tokens_left, refilled_at)
         SELECT $1, kind, 0, now() + interval '1 hour' FROM unnest($2::text[]) kind
         ON CONFLICT (user_id, kind) DO UPDATE SET tokens_left = 0, refilled_at = excluded.refilled_at`,
        [owner.id, kinds],
      );
    } finally {
      await pool.end();
    }
    const before = [phone.received.length, bens.received.length];
    for (const [name, call] of prepared)
      expect([name, await call()]).toEqual([name, expect.toSatisfy((status: number) => status < 500)]);
    await untilIdle(stack);
    const announced = [phone, bens].map((socket, at) =>
      socket.received.slice(before[at]).map((frame) => JSON.stringify(frame)),
    );
    expect(announced).toEqual([[], []]);
  });
});

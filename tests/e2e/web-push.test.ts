import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MessageId } from "../../contract/ids.ts";
import { WebPushMessage } from "../../contract/web-push.ts";
import { listen } from "../../localstack/listen.ts";
import { password } from "../support/accounts.ts";
import { adminPool } from "../support/admin-pool.ts";
import { eventually } from "../support/eventually.ts";
import { decodeJwt } from "../support/jwt.ts";
import { startOwnStack } from "../support/own-stack.ts";
import {
  newId,
  newPeople,
  newPerson,
  newPersonWithRole,
  Person,
  request,
  signIn,
} from "../support/people.ts";
import { required } from "../support/required.ts";
import type { Socket } from "../support/socket.ts";
import { createTuple } from "../support/tuple.ts";

let url: string;
let stop: () => Promise<void>;

/** A browser's keys, and its side of the encryption of RFC 8291. */
class PushReceiver {
  readonly #ecdh = createECDH("prime256v1");
  readonly #auth = randomBytes(16);
  readonly keys: { p256dh: string; auth: string };

  constructor() {
    this.#ecdh.generateKeys();
    this.keys = {
      p256dh: this.#ecdh.getPublicKey("base64url"),
      auth: this.#auth.toString("base64url"),
    };
  }

  decrypt(body: Buffer): WebPushMessage {
    const hmac = (key: Buffer, data: Buffer) => createHmac("sha256", key).update(data).digest();
    const derive = (salt: Buffer, secret: Buffer, info: Buffer) =>
      hmac(hmac(salt, secret), Buffer.concat([info, Buffer.from([1])]));
    const salt = body.subarray(0, 16);
    const sender = body.subarray(21, 86);
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), this.#ecdh.getPublicKey(), sender]);
    const secret = derive(this.#auth, this.#ecdh.computeSecret(sender), info);
    const key = derive(salt, secret, Buffer.from("Content-Encoding: aes128gcm\0")).subarray(0, 16);
    const nonce = derive(salt, secret, Buffer.from("Content-Encoding: nonce\0")).subarray(0, 12);
    const decipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(body.subarray(-16));
    const text = Buffer.concat([decipher.update(body.subarray(86, -16)), decipher.final()]);
    return WebPushMessage.parse(JSON.parse(text.subarray(0, text.lastIndexOf(2)).toString()));
  }
}

/**
 * A push service on loopback, which this deployment trusts. The contract accepts only public services, so tests insert
 * subscriptions into the table directly.
 */
const received: { path: string; headers: IncomingMessage["headers"]; body: Buffer }[] = [];
let status = 201;
/** The requests to paths that begin with `/silent`, which the service never answers. */
let unanswered = 0;
const service = createServer(async (request, response) => {
  if (request.url?.startsWith("/silent")) {
    unanswered++;
    request.on("close", () => unanswered--);
    return;
  }
  if (request.url?.startsWith("/page/")) {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(
      `<title>Page ${request.url.slice(6)}</title><meta property="og:site_name" content="Printers">`,
    );
    return;
  }
  received.push({ path: request.url ?? "", headers: request.headers, body: await buffer(request) });
  response.writeHead(status).end();
});
let origin: string;
/** The same service under a name of its own, because a circuit breaker knows hosts by their names. */
let silentOrigin: string;
let admin: pg.Pool;

/** The session of a user's access token. */
const sessionOf = ({ token }: Person) => String(decodeJwt(token).claims.sid);

async function subscribe(
  person: Person,
  at = origin,
  path = `/${newId()}`,
): Promise<{ path: string; receiver: PushReceiver }> {
  const receiver = new PushReceiver();
  await admin.query(
    "INSERT INTO push_subscriptions (endpoint, user_id, session_id, p256dh, auth) VALUES ($1, $2, $3, $4, $5)",
    [at + path, person.id, sessionOf(person), receiver.keys.p256dh, receiver.keys.auth],
  );
  return { path, receiver };
}
const isSubscribed = async (path: string) =>
  (await admin.query("SELECT 1 FROM push_subscriptions WHERE endpoint = $1", [origin + path])).rowCount === 1;
const pushesTo = (path: string) => received.filter((push) => push.path === path);

beforeAll(async () => {
  const port = await listen(service, 0, "127.0.0.1");
  origin = `http://127.0.0.1:${port}`;
  silentOrigin = `http://localhost:${port}`;
  const own = await startOwnStack({ environment: { TRUSTED_ORIGINS: `${origin},${silentOrigin}` } });
  url = own.stack.url;
  stop = own.stop;
  admin = adminPool(own.stack.databaseUrl);
});
afterAll(async () => {
  await admin.end();
  await stop();
  service.closeAllConnections();
  service.close();
});

describe("Web Push", () => {
  test("reminds an absent user of a message, even of one that is muted and read, and notifies nobody else", async () => {
    const [ann, ben] = await newPeople(url, 2);
    const [anns, bens] = [await subscribe(ann), await subscribe(ben)];
    const { id } = await ann.startGroup([ben], "Engine room");
    const { body: message } = await ben.send(id, "call the printer");
    await eventually(() => expect(pushesTo(anns.path)).toHaveLength(1));
    const params = { id, messageId: message.id };
    await ben.call("updateSettings", { params, body: { notify: "nothing" } });
    await ben.call("setReminder", { params, body: { remindAt: new Date().toISOString() } });
    await eventually(() => expect(pushesTo(bens.path)).toHaveLength(1));
    const [push] = pushesTo(bens.path);
    expect(bens.receiver.decrypt(required(push, "push").body)).toMatchObject({
      conversationId: id,
      seq: message.seq,
      title: "Engine room",
      body: `⏰ ${ben.username}: call the printer`,
    });
    expect(pushesTo(anns.path)).toHaveLength(1);
  });

  test("reminds an absent user of a text, which leads to the home page", async () => {
    const [ann] = await newPeople(url, 1);
    const { path, receiver } = await subscribe(ann);
    const reminderId = newId();
    const body = { text: "Call Bob", remindAt: new Date().toISOString() };
    await ann.call("setTextReminder", { params: { reminderId }, body });
    await eventually(() => expect(pushesTo(path)).toHaveLength(1));
    const [push] = pushesTo(path);
    expect(receiver.decrypt(required(push, "push").body)).toEqual({
      textReminderId: reminderId,
      title: "⏰ Reminder",
      body: "Call Bob",
    });
    expect(push?.headers.topic).toBe(reminderId.replaceAll("-", ""));
  });

  test("rings for a direct call urgently and briefly, and a notification of the answer, of the missed or of the declined call replaces that", async () => {
    const [ann, ben] = await newPeople(url, 2);
    const { path, receiver } = await subscribe(ben);
    const { id } = await ann.startDirect(ben);
    const anns = await ann.connect();
    const join = (socket: Socket) =>
      socket.request({ action: "call.join", conversationId: id, seat: newId() });
    const news = () => pushesTo(path).map(({ body }) => receiver.decrypt(body));
    const { call } = await join(anns);
    await eventually(() => expect(news()).toHaveLength(1));
    const [ringing] = pushesTo(path);
    expect(ringing?.headers).toMatchObject({ ttl: "45", urgency: "high", topic: id.replaceAll("-", "") });
    expect(news()).toMatchObject([
      { call: "ringing", title: ann.username, body: `📞 ${ann.username} is calling` },
    ]);
    const bens = await ben.connect();
    await join(bens);
    await eventually(() => expect(news()).toMatchObject([{}, { call: "answered" }]));
    const seat = required(call.participants[0], "caller").seat;
    await anns.request({ action: "call.leave", conversationId: id, callId: call.id, seat });
    await bens.nextOf("call.ended");
    await bens.close();
    // Ben is away again.
    await eventually(async () =>
      expect((await admin.query("SELECT FROM connections WHERE user_id = $1", [ben.id])).rowCount).toBe(0),
    );
    const missed = (await join(anns)).call;
    await eventually(() => expect(news()).toHaveLength(3));
    const before = (await ben.call("getConversation", { params: { id } })).unreadCount;
    const own = required(missed.participants[0], "caller").seat;
    await anns.request({ action: "call.leave", conversationId: id, callId: missed.id, seat: own });
    await eventually(() => expect(news().at(-1)?.body).toBe("Missed call"));
    const unread = async (person: Person) =>
      (await person.call("getConversation", { params: { id } })).unreadCount;
    expect([await unread(ann), (await unread(ben)) - before]).toEqual([0, 1]);

    // Declining on one device replaces the notification on the others.
    const declined = (await join(anns)).call;
    await eventually(() => expect(news().at(-1)).toMatchObject({ call: "ringing" }));
    const page = await ben.connect();
    await page.request({ action: "call.decline", conversationId: id, callId: declined.id });
    await eventually(() =>
      expect(news().at(-1)).toMatchObject({ call: "answered", body: "The call was declined." }),
    );
    await Promise.all([anns.close(), page.close()]);
  });

  test("replaces the notification of a group's call that ends while it still rings, also for a user who was in it", async () => {
    const [ann, ben, cyd] = await newPeople(url, 3);
    const away = await subscribe(cyd);
    const answering = await subscribe(ben);
    const { id } = await ann.startGroup([ben, cyd]);
    const states = ({ path, receiver }: typeof away) =>
      pushesTo(path).map(({ body }) => {
        const message = receiver.decrypt(body);
        return "call" in message ? message.call : message.body;
      });
    const join = async (socket: Socket) => {
      const seat = newId();
      const { call } = await socket.request({ action: "call.join", conversationId: id, seat });
      return () => socket.request({ action: "call.leave", conversationId: id, callId: call.id, seat });
    };
    const anns = await ann.connect();
    const annLeaves = await join(anns);
    for (const device of [away, answering])
      await eventually(() => expect(states(device)).toEqual(["ringing"]));
    const bens = await ben.connect();
    const benLeaves = await join(bens);
    await benLeaves();
    await annLeaves();
    for (const device of [away, answering])
      await eventually(() => expect(states(device)).toEqual(["ringing", "answered"]));
    await Promise.all([anns.close(), bens.close()]);
  });

  test("notifies an absent participant, encrypted for their browser and signed with our key", async () => {
    const [ann, ben] = await newPeople(url, 2);
    const { path, receiver } = await subscribe(ben);
    const { id } = await ann.startGroup([ben], "Engine room");
    const { body: message } = await ann.send(id, "Are **you**\nthere?");
    await eventually(() => expect(pushesTo(path)).toHaveLength(1));
    const push = required(pushesTo(path)[0], "push");
    const name = ann.username;
    expect(receiver.decrypt(push.body)).toEqual({
      conversationId: id,
      seq: message.seq,
      title: "Engine room",
      body: `${name}: Are you there?`,
    });
    expect(push.headers).toMatchObject({
      "content-encoding": "aes128gcm",
      ttl: "86400",
      topic: id.replaceAll("-", ""),
    });
    const [, text = "", signature = "", publicKey = ""] =
      /^vapid t=([^.]+\.[^.]+)\.([^,]+), k=(.+)$/.exec(push.headers.authorization ?? "") ?? [];
    const { aud, sub, exp } = JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString());
    expect([aud, /^(https|mailto):/.test(sub)]).toEqual([origin, true]);
    expect(exp - Date.now() / 1000).toBeLessThan(24 * 60 * 60);
    expect(await ann.call("pushKey")).toEqual({ publicKey });
    const point = Buffer.from(publicKey, "base64url");
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
    const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
    const isOurs = verify(
      "sha256",
      Buffer.from(text),
      { key, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url"),
    );
    expect(isOurs).toBe(true);
  });

  test("skips the author, connected participants, and participants who turned it off", async () => {
    const [ann, ben, cyd, dan, eli] = await newPeople(url, 5);
    const { id } = await ann.startGroup([ben, cyd, dan, eli]);
    const people = [ann, ben, cyd, dan, eli];
    const [anns, bens, cyds, dans, elis] = await createTuple(5, async (index) => {
      return (await subscribe(required(people[index], "person"))).path;
    });
    const socket = await ann.connect();
    const bensSocket = await ben.connect();
    await cyd.call("updateSettings", { params: { id }, body: { notify: "nothing" } });
    await dan.call("updateSettings", { params: { id }, body: { notify: "mentions" } });
    const say = (content: string) =>
      socket.request({ action: "message.send", conversationId: id, id: newId(), content });
    await say("to all");
    await eventually(() => expect(pushesTo(elis)).toHaveLength(1));
    await say(`to @${dan.username}`);
    await eventually(() => expect(pushesTo(elis)).toHaveLength(2));
    await eventually(() => expect(pushesTo(dans)).toHaveLength(1));
    await say("to everyone in the @channel");
    await eventually(() => expect(pushesTo(dans)).toHaveLength(2));
    expect([anns, bens, cyds].map((path) => pushesTo(path).length)).toEqual([0, 0, 0]);
    await Promise.all([socket.close(), bensSocket.close()]);
  });

  test("skips participants in their quiet times, and reaches those whose keyword a message contains", async () => {
    const [ann, ben, cyd, dan] = await newPeople(url, 4);
    const { id } = await ann.startGroup([ben, cyd, dan]);
    const [bens, cyds, dans] = await createTuple(3, async (index) => {
      return (await subscribe(required([ben, cyd, dan][index], "person"))).path;
    });
    await ben.call("updateMe", { body: { pausedUntil: "2999-01-01T00:00:00.000Z" } });
    await cyd.call("updateSettings", { params: { id }, body: { notify: "mentions" } });
    await cyd.call("updateMe", { body: { keywords: ["rhubarb pie"] } });
    await ann.send(id, "The strawberries are ripe");
    await ann.send(id, "**Rhubarb** pie!");
    await eventually(() => expect(pushesTo(dans)).toHaveLength(2));
    await eventually(() => expect(pushesTo(cyds)).toHaveLength(1));
    await ben.call("updateMe", { body: { pausedUntil: null } });
    await ann.send(id, "The last one");
    await eventually(() => expect(pushesTo(bens)).toHaveLength(1));
    expect(pushesTo(cyds)).toHaveLength(1);
  });

  test("of a reply that only a thread shows reaches the thread's followers, and nobody else", async () => {
    const [ann, ben, cyd] = await newPeople(url, 3);
    const { id } = await ann.startGroup([ben, cyd]);
    const { body: root } = await ben.send(id, "root");
    const [bens, cyds] = [await subscribe(ben), await subscribe(cyd)];
    const reply = (content: string, alsoInConversation = false) =>
      ann.call("sendMessage", {
        params: { id },
        body: { id: newId(), content, threadId: root.id, alsoInConversation },
      });
    const textsAt = ({ path, receiver }: typeof bens) =>
      pushesTo(path).map(({ body }) => receiver.decrypt(body).body.split(": ")[1]);
    // Ben has read the whole conversation, but not the thread.
    const quiet = await reply("in the thread");
    await ben.call("markRead", { params: { id }, body: { seq: quiet.seq } });
    await reply("in both", true);
    await eventually(() => expect(textsAt(cyds)).toEqual(["in both"]));
    await eventually(() => expect(textsAt(bens)).toEqual(["in the thread", "in both"]));
  });

  test("deletes a subscription that the push service reports as gone, and keeps one whose push failed", async () => {
    const [ann, ben] = await newPeople(url, 2);
    const { path } = await subscribe(ben);
    const { id } = await ann.startDirect(ben);
    status = 503;
    await ann.send(id, "one");
    await eventually(() => expect(pushesTo(path)).toHaveLength(1));
    await eventually(async () => {
      const { rowCount } = await admin.query(
        "UPDATE push_subscriptions SET paused_until = NULL WHERE endpoint = $1 AND failures = 1",
        [origin + path],
      );
      expect(rowCount).toBe(1);
    });
    status = 410;
    await ann.send(id, "two");
    await eventually(async () => expect(await isSubscribed(path)).toBe(false));
    status = 201;
  });
});

describe("A subscription ends with its session, and no push follows even if the browser subscribes at the same time,", () => {
  /** A user's session that ends, and its refresh cookie. */
  interface Leaving {
    ben: Person;
    cookie: string;
  }
  const elsewhere = ({ ben }: Leaving) => signIn(url, ben.username);
  const ends: [string, (leaving: Leaving) => Promise<unknown>][] = [
    ["after the person signs out", ({ cookie }) => request(url, "logout", { headers: { cookie } })],
    [
      "after the person signs out this device",
      ({ ben }) => ben.call("signOutDevice", { params: { deviceId: sessionOf(ben) } }),
    ],
    [
      "after the person signs out everywhere else",
      async (leaving) => (await elsewhere(leaving)).call("signOutOthers"),
    ],
    [
      "after the person sets a new password elsewhere",
      async (leaving) =>
        (await elsewhere(leaving)).call("changePassword", {
          body: { currentPassword: password, newPassword: "quite another one" },
        }),
    ],
    [
      "after its refresh token was used twice",
      async ({ cookie }) => {
        const refresh = () => request(url, "refresh", { headers: { cookie } });
        expect([(await refresh()).status, (await refresh()).status]).toEqual([200, 401]);
      },
    ],
    ["after the person deletes the account", ({ ben }) => ben.call("deleteAccount", { body: { password } })],
    [
      "after an owner deactivates the person",
      async ({ ben }) =>
        (await newPersonWithRole(url, "owner")).call("deactivateMember", { params: { userId: ben.id } }),
    ],
  ];

  test.each(ends)("%s", async (_, end) => {
    const [ann, { username }, cyd] = await newPeople(url, 3);
    const { headers, body } = await request(url, "login", { body: { login: username, password } });
    const ben = new Person(url, body);
    const cookie = required(headers.get("set-cookie")?.split(";")[0], "refresh cookie");
    const { id } = await ann.startDirect(ben);
    const group = await ann.startGroup([ben, cyd]);
    const { path } = await subscribe(ben);
    await end({ ben, cookie });
    expect(await isSubscribed(path)).toBe(false);
    // As if this insertion had lost the race.
    const late = await subscribe(ben);
    const other = await subscribe(cyd);
    await ann.send(id, "to nobody's browser");
    await ann.send(group.id, "to one browser");
    await eventually(() => expect(pushesTo(other.path)).toHaveLength(1));
    expect(pushesTo(late.path)).toEqual([]);
  });
});

describe("A link in a message", () => {
  const page = (name: string) => `${origin}/page/${name}`;

  test("gets a preview on all open devices after it was sent, edited, forwarded or scheduled, until its author removes it", async () => {
    const [ann, ben] = await newPeople(url, 2);
    const { id } = await ann.startGroup([ben]);
    const [anns, bens] = [await ann.connect(), await ben.connect()];
    const nextTitles = async () => {
      const { message } = await bens.nextOf("message.updated");
      return message.previews?.map(({ title, site }) => `${site}: ${title}`);
    };
    const frame = {
      action: "message.send",
      conversationId: id,
      id: newId(),
      content: `See ${page("one")}`,
    } as const;
    const { message } = await anns.request(frame);
    expect(message).not.toHaveProperty("previews");
    expect(await nextTitles()).toEqual(["Printers: Page one"]);
    const params = { id, messageId: message.id };
    await ann.call("editMessage", { params, body: { content: `See ${page("one")} and ${page("two")}` } });
    // The edit and the new preview arrive in any order. Clients keep the later revision.
    const updates = [await nextTitles(), await nextTitles()];
    expect(updates).toContainEqual(["Printers: Page one"]);
    expect(updates).toContainEqual(["Printers: Page one", "Printers: Page two"]);
    await ben.call("forwardMessage", {
      params: { id },
      body: { id: newId(), conversationId: id, messageId: message.id },
    });
    expect(await nextTitles()).toHaveLength(2);
    await ann.call("scheduleMessage", {
      params: { id },
      body: { id: newId(), content: page("two"), sendAt: new Date().toISOString() },
    });
    expect(await nextTitles()).toEqual(["Printers: Page two"]);
    await ann.call("removePreview", { params, query: { url: page("one") } });
    expect(await nextTitles()).toEqual(["Printers: Page two"]);
    const refusal = await ben.refused("removePreview", { params, query: { url: page("two") } });
    expect(refusal.body.code).toBe("not-the-author");
    await Promise.all([anns.close(), bens.close()]);
  });

  test("gets no preview if it leads to a private address", async () => {
    const [ann, ben] = await newPeople(url, 2);
    const { id } = await ann.startDirect(ben);
    const { body: secret } = await ann.send(
      id,
      "https://169.254.169.254/latest/meta-data/ https://localhost/",
    );
    const { body: both } = await ann.send(id, `https://localhost/ ${page("both")}`);
    const previewsOf = async (messageId: MessageId) =>
      (await ben.call("getMessage", { params: { id, messageId } })).previews?.map(({ title }) => title);
    await eventually(async () => expect(await previewsOf(both.id)).toEqual(["Page both"]));
    expect(await previewsOf(secret.id)).toBeUndefined();
  });
});

describe("A push service that never answers", () => {
  test("delays no event, although it has 80 subscriptions", async () => {
    const [mallory, ben, cyd] = await newPeople(url, 3);
    for (let count = 0; count < 80; count++) await subscribe(mallory, silentOrigin, `/silent/${newId()}`);
    const { path } = await subscribe(cyd);
    const { id } = await ben.startGroup([mallory, cyd]);
    const { id: otherId } = await ben.startDirect(cyd);
    await ben.send(id, "first");
    await eventually(() => expect(unanswered).toBeGreaterThan(0));
    const socket = await cyd.connect();
    const arrived = socket.next(
      (frame) => frame.type === "message.created" && frame.message.content === "second",
    );
    await ben.send(otherId, "second");
    await arrived;
    // The service was still holding requests of the first message.
    expect(unanswered).toBeGreaterThan(0);
    await eventually(() => expect(pushesTo(path)).toHaveLength(1));
    await socket.close();
  });

  test("receives no push for a minute after a failure, and for twice as long after each further one", async () => {
    const [ann, ben] = await newPeople(url, 2);
    const { path } = await subscribe(ben, silentOrigin, `/silent/${newId()}`);
    const { id } = await ann.startDirect(ben);
    const paused = async () => {
      const { rows } = await admin.query(
        "SELECT failures, round(extract(epoch FROM paused_until - now()) / 60)::int AS minutes FROM push_subscriptions WHERE endpoint = $1",
        [silentOrigin + path],
      );
      return rows[0];
    };
    await ann.send(id, "one");
    await eventually(async () => expect(await paused()).toEqual({ failures: 1, minutes: 1 }));
    await admin.query(
      "UPDATE push_subscriptions SET paused_until = now(), failures = 4 WHERE endpoint = $1",
      [silentOrigin + path],
    );
    await ann.send(id, "two");
    await eventually(async () => expect(await paused()).toEqual({ failures: 5, minutes: 16 }));
    await admin.query(
      "UPDATE push_subscriptions SET paused_until = now(), failures = 11 WHERE endpoint = $1",
      [silentOrigin + path],
    );
    await ann.send(id, "three");
    await eventually(async () => expect(await paused()).toBeUndefined());
  });
});

describe("A subscription", () => {
  const endpointAt = (host: string) => `https://${host}/${newId()}`;
  const { keys } = new PushReceiver();
  const put = (person: Person, endpoint: string) =>
    person.answer("addPushSubscription", { body: { endpoint, keys } });

  test.each([
    "http://push.example.com/",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.5/",
    "https://0x7f.1/",
    "https://[::1]/",
    "https://localhost/",
    "https://push.example.com:8443/",
    "https://user:secret@push.example.com/",
    "https://push.example.com/\u0000",
    "https://push.example.com/ü",
  ])("cannot have the address %j", async (endpoint) => {
    const ann = await newPerson(url);
    const { problem } = await put(ann, endpoint);
    expect(problem.errors).toMatchObject([{ path: "endpoint", code: "invalid-url" }]);
  });

  test("replaces the least recent of a user's ten, even if several arrive at the same time", async () => {
    const ann = await newPerson(url);
    const first = endpointAt("push.example.com");
    expect((await put(ann, first)).status).toBe(204);
    const others = Array.from({ length: 14 }, () => endpointAt("push.example.com"));
    await Promise.all(others.map((endpoint) => put(ann, endpoint)));
    const { rows } = await admin.query("SELECT endpoint FROM push_subscriptions WHERE user_id = $1", [
      ann.id,
    ]);
    expect(rows).toHaveLength(10);
    expect(rows.map((row) => row.endpoint)).not.toContain(first);
  });
});

test("A browser subscribes and unsubscribes, and an invalid subscription is refused with the field's name", async () => {
  const [ann, ben] = await newPeople(url, 2);
  const { keys } = new PushReceiver();
  const endpoint = `https://push.example.com/${newId()}`;
  const put = (person: Person, body: object) =>
    person.answer("addPushSubscription", { body: { endpoint, keys, ...body } });
  const subscribers = async () => {
    const { rows } = await admin.query("SELECT user_id FROM push_subscriptions WHERE endpoint = $1", [
      endpoint,
    ]);
    return rows.map((row) => row.user_id);
  };
  const pathOf = async (body: object) => (await put(ann, body)).problem.errors?.[0]?.path;
  expect(await pathOf({ endpoint: "http://push.example.com" })).toBe("endpoint");
  expect(await pathOf({ keys: { ...keys, auth: "x" } })).toBe("keys.auth");
  expect((await put(ann, {})).status).toBe(204);
  // The subscription belongs to the browser's current user.
  expect((await put(ben, {})).status).toBe(204);
  expect(await subscribers()).toEqual([ben.id]);
  const remove = (person: Person) => person.call("removePushSubscription", { query: { endpoint } });
  await remove(ann);
  expect(await subscribers()).toEqual([ben.id]);
  await remove(ben);
  expect(await subscribers()).toEqual([]);
});

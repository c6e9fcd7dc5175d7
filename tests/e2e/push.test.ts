import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { WebPushMessage } from "../../contract/web-push.ts";
import { listen } from "../../localstack/listen.ts";
import { eventually } from "../support/eventually.ts";
import { newId, newPeople, type Person } from "../support/people.ts";

const { url, databaseUrl } = inject("stack");

/** A browser's keys, and how it reads what was encrypted for it (RFC 8291, from the reader's side). */
class Reader {
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

  read(body: Buffer): WebPushMessage {
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
    return JSON.parse(text.subarray(0, text.lastIndexOf(2)).toString());
  }
}

/** A push service on loopback. The contract wants https; what is in the table is taken as it is. */
const received: { path: string; headers: IncomingMessage["headers"]; body: Buffer }[] = [];
let status = 201;
const service = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  received.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks) });
  response.writeHead(status).end();
});
let origin: string;
let admin: pg.Pool;

async function subscribe(person: Person): Promise<{ path: string; reader: Reader }> {
  const path = `/${newId()}`;
  const reader = new Reader();
  await admin.query(
    "INSERT INTO push_subscriptions (endpoint, user_id, p256dh, auth) VALUES ($1, $2, $3, $4)",
    [origin + path, person.id, reader.keys.p256dh, reader.keys.auth],
  );
  return { path, reader };
}
const isSubscribed = async (path: string) =>
  (await admin.query("SELECT 1 FROM push_subscriptions WHERE endpoint = $1", [origin + path])).rowCount === 1;
const pushesTo = (path: string) => received.filter((push) => push.path === path);

beforeAll(async () => {
  origin = `http://127.0.0.1:${await listen(service, 0, "127.0.0.1")}`;
  admin = new pg.Pool({ connectionString: databaseUrl });
});
afterAll(async () => {
  service.close();
  await admin.end();
});

describe("a push", () => {
  test("tells who is away, encrypted for their browser, signed by our key", async () => {
    const [ann, ben] = await newPeople(url, 2);
    const { path, reader } = await subscribe(ben);
    const { id } = await ann.startGroup([ben], "Engine room");
    const { body: message } = await ann.send(id, "Are you there?");
    await eventually(() => expect(pushesTo(path)).toHaveLength(1));
    const [push] = pushesTo(path);
    if (!push) throw new Error("no push");
    const name = ann.username;
    expect(reader.read(push.body)).toEqual({
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

  test("is sent also for what comes over the socket, and not to whoever is here, wrote it, or wants none", async () => {
    const [ann, ben, cyd, dan, eli] = await newPeople(url, 5);
    const { id } = await ann.startGroup([ben, cyd, dan, eli]);
    const subscriptions = await Promise.all([ann, ben, cyd, dan, eli].map(subscribe));
    const [anns, bens, cyds, dans, elis] = subscriptions.map(({ path }) => path);
    const socket = await ann.connect();
    const bensSocket = await ben.connect();
    await cyd.call("updateSettings", { params: { id }, body: { notify: "nothing" } });
    await dan.call("updateSettings", { params: { id }, body: { notify: "mentions" } });
    const say = (content: string) =>
      socket.request({ action: "message.send", conversationId: id, id: newId(), content });
    await say("to all");
    await eventually(() => expect(pushesTo(elis ?? "")).toHaveLength(1));
    await say(`to @${dan.username}`);
    await eventually(() => expect(pushesTo(elis ?? "")).toHaveLength(2));
    await eventually(() => expect(pushesTo(dans ?? "")).toHaveLength(1));
    expect([anns, bens, cyds].map((path) => pushesTo(path ?? "").length)).toEqual([0, 0, 0]);
    await Promise.all([socket.close(), bensSocket.close()]);
  });

  test("that says the browser is gone ends the subscription; one that fails does not", async () => {
    const [ann, ben] = await newPeople(url, 2);
    const { path } = await subscribe(ben);
    const { id } = await ann.startDirect(ben);
    status = 503;
    await ann.send(id, "one");
    await eventually(() => expect(pushesTo(path)).toHaveLength(1));
    expect(await isSubscribed(path)).toBe(true);
    status = 410;
    await ann.send(id, "two");
    await eventually(async () => expect(await isSubscribed(path)).toBe(false));
    status = 201;
  });
});

test("a browser subscribes and unsubscribes; what is no subscription is refused by name", async () => {
  const [ann, ben] = await newPeople(url, 2);
  const { keys } = new Reader();
  const endpoint = `https://push.example.com/${newId()}`;
  const put = (person: Person, body: object) =>
    person.answer("addPushSubscription", { body: { endpoint, keys, ...body } });
  const count = async () => {
    const { rows } = await admin.query("SELECT user_id FROM push_subscriptions WHERE endpoint = $1", [
      endpoint,
    ]);
    return rows.map((row) => row.user_id);
  };
  const pathOf = async (body: object) => (await put(ann, body)).problem.errors?.[0]?.path;
  expect(await pathOf({ endpoint: "http://push.example.com" })).toBe("endpoint");
  expect(await pathOf({ keys: { ...keys, auth: "x" } })).toBe("keys.auth");
  expect((await put(ann, {})).status).toBe(204);
  // Whoever uses the browser now has it.
  expect((await put(ben, {})).status).toBe(204);
  expect(await count()).toEqual([ben.id]);
  const remove = (person: Person) => person.answer("removePushSubscription", { query: { endpoint } });
  await remove(ann);
  expect(await count()).toEqual([ben.id]);
  await remove(ben);
  expect(await count()).toEqual([]);
});

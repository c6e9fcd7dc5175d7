import { generateKeyPairSync, sign } from "node:crypto";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { frameRules, routeRules } from "../../contract/access-rules.ts";
import { routes } from "../../contract/routes.ts";
import { signWithOurKey } from "../support/aws.ts";
import { decodeJwt, makeJwt } from "../support/jwt.ts";
import { newPerson, newPersonWithRole, type Person, request, routeNames } from "../support/people.ts";
import { Socket } from "../support/socket.ts";

const { url, awsUrl, assembly } = inject("stack");

let person: Person;
beforeAll(async () => {
  person = await newPerson(url);
});

const me = (authorization?: string) =>
  request(url, "getMe", { headers: authorization ? { authorization } : {} });

/** Tokens that the API must refuse, each derived from a valid one. */
async function invalidTokens(): Promise<{ expired: string; [kind: string]: string }> {
  const { header, claims } = decodeJwt(person.token);
  const byOurKey = signWithOurKey(awsUrl, assembly);
  const foreign = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const byForeignKey = (text: string) =>
    sign("sha256", Buffer.from(text), { key: foreign, dsaEncoding: "ieee-p1363" });
  const now = Math.floor(Date.now() / 1000);
  const [head = "", , signature = ""] = person.token.split(".");
  const otherClaims = Buffer.from(JSON.stringify({ ...claims, sub: crypto.randomUUID() })).toString(
    "base64url",
  );
  return {
    expired: await makeJwt(header, { ...claims, iat: now - 1000, exp: now - 60 }, byOurKey),
    "signed by a foreign key with our key id": await makeJwt(header, claims, byForeignKey),
    "signed by a key with another id": await makeJwt({ ...header, kid: "another" }, claims, byForeignKey),
    "alg none": await makeJwt({ ...header, alg: "none" }, claims, () => Buffer.alloc(0)),
    "for another audience": await makeJwt(header, { ...claims, aud: "elsewhere" }, byOurKey),
    "not valid yet": await makeJwt(header, { ...claims, nbf: now + 600 }, byOurKey),
    "changed after signing": `${head}.${otherClaims}.${signature}`,
    garbage: "garbage",
  };
}

describe("An invalid access token", () => {
  test("is refused with 401 over REST and by the WebSocket upgrade, whatever makes it invalid", async () => {
    for (const [kind, token] of Object.entries(await invalidTokens())) {
      const answer = await me(`Bearer ${token}`);
      expect([kind, answer.status]).toEqual([kind, 401]);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.problem.status).toBe(401);
      await expect(Socket.open(url, token), kind).rejects.toThrow("401");
    }
  });

  test("is refused with 401 if it is missing or uses a scheme other than Bearer", async () => {
    expect((await me()).status).toBe(401);
    expect((await me("Basic YTpi")).status).toBe(401);
    await expect(Socket.open(url, "", ["chatflow.v1"])).rejects.toThrow("401");
    await expect(Socket.open(url, "", [])).rejects.toThrow("401");
  });
});

test("A valid access token opens both the REST API and the WebSocket", async () => {
  expect((await me(`Bearer ${person.token}`)).status).toBe(200);
  const socket = await person.connect();
  expect(socket.protocol).toBe("chatflow.v1");
  await socket.close();
});

test("A WebSocket without our subprotocol is refused", async () => {
  await expect(Socket.open(url, "", [person.token])).rejects.toThrow("400");
});

describe("Without a valid access token", () => {
  const names = routeNames.filter((name) => routes[name].access === "signed-in");
  let expired: string;
  beforeAll(async () => {
    ({ expired } = await invalidTokens());
  });

  test("the contract still has routes that a client can call", () => {
    expect(names.length).toBeGreaterThan(30);
    expect(names.length).toBeLessThan(routeNames.length);
  });

  // The ids do not matter, because the authorizer refuses the request before a function reads them.
  const params = new Proxy<Record<string, string>>({}, { get: () => crypto.randomUUID() });

  test.each(names)("%s is refused with 401", async (name) => {
    for (const options of [{ params }, { params, headers: { authorization: `Bearer ${expired}` } }]) {
      const { status, problem } = await request(url, name, options);
      expect([status, problem.status]).toEqual([401, 401]);
    }
  });
});

describe("A call with a role in the workspace", () => {
  const roles = ["owner", "admin", "member"] as const;
  const people = new Map<string, Person>();
  beforeAll(async () => {
    for (const role of roles) people.set(role, await newPersonWithRole(url, role));
  });
  const personWith = (role: string): Person => {
    const found = people.get(role);
    if (!found) throw new Error(`Nobody has the role ${role}`);
    return found;
  };
  const params = new Proxy<Record<string, string>>({}, { get: () => crypto.randomUUID() });
  const signedIn = routeNames.filter((name) => routes[name].access === "signed-in");
  const rules = new Map(Object.entries(routeRules));
  const forbids = /^workspace-(admins|owners)-only$/;

  // The rules come from the contract: a route without one does not compile. The calls have no body, so that they change
  // nothing. A call that its rule admits then fails in another way, or reads.
  test.each(signedIn)("to %s is admitted or refused by its rule", async (name) => {
    const rule = rules.get(name) ?? [];
    for (const role of roles) {
      const answer = await personWith(role).answer(name, { params });
      const isRefused = answer.status === 403 && forbids.test(answer.problem.code ?? "");
      expect([role, answer.status === 401, isRefused]).toEqual([role, false, !rule.includes(role)]);
    }
  });

  test("is refused to a deactivated person, whatever the call", async () => {
    const gone = await newPerson(url);
    await personWith("owner").call("deactivateMember", { params: { userId: gone.id } });
    for (const name of signedIn) {
      // Each function instance learns of ended sessions within four seconds.
      await expect.poll(async () => [name, await gone.status(name, { params })]).toEqual([name, 401]);
    }
    await expect.poll(() => gone.connect().then(() => "open", String)).toMatch(/401|403/);
  });

  test("has a rule for each route that needs a token, and for no other", () => {
    expect(Object.keys(routeRules).sort()).toEqual([...signedIn].sort());
  });

  test.each(Object.entries(frameRules))(
    "as the frame %s is admitted or refused by its rule",
    async (action, rule) => {
      for (const role of roles) {
        const socket = await personWith(role).connect();
        socket.send({ action, requestId: "1" });
        // Other tests add emoji to the workspace, which everyone learns of.
        const reply = await socket.next((frame) => frame.type !== "emoji.updated");
        const code = reply.type === "error" ? reply.problem.code : undefined;
        const isRefused = forbids.test(code ?? "");
        expect([role, isRefused]).toEqual([role, !rule.includes(role)]);
        await socket.close();
      }
    },
  );
});

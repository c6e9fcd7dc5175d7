import { describe, expect, inject, test } from "vitest";
import { limits } from "../../contract/limits.ts";
import { Problem } from "../../contract/problem.ts";
import { password } from "../support/accounts.ts";
import { postFrom } from "../support/from-address.ts";
import { newPerson, uniqueName } from "../support/people.ts";

const { url } = inject("stack");
const { accountAndAddress, account, registrations, links, invitations, resets } = limits.guesses;

let lastAddress = 0;
/** An address that no other test uses. */
const newAddress = () => {
  lastAddress += 1;
  return `127.9.${lastAddress >> 8}.${lastAddress & 255}`;
};

const logIn = (login: string, secret: string, address: string, headers: Record<string, string> = {}) =>
  postFrom(address, `${url}/api/auth/login`, { login, password: secret }, headers);
const wrong = "not the password";

/** Fails to sign in as often as the limit allows without a wait. */
async function exhaust(login: string, address: string): Promise<void> {
  for (let count = 0; count <= accountAndAddress.free; count++) {
    expect((await logIn(login, wrong, address)).status).toBe(401);
  }
}

describe("After some wrong passwords", () => {
  test("the same address waits, even with the right password, and learns for how long", async () => {
    const { username } = await newPerson(url);
    const address = newAddress();
    await exhaust(username, address);
    const refused = await logIn(username, password, address);
    const { code, retryAfter } = Problem.parse(refused.body);
    expect([refused.status, code]).toEqual([429, "rate-limited"]);
    expect(refused.headers.get("retry-after")).toBe(String(retryAfter));
    expect(refused.headers.get("set-cookie")).toBeNull();
  });

  test("guesses at the same time count as well", async () => {
    const { username } = await newPerson(url);
    const address = newAddress();
    const answers = await Promise.all(Array.from({ length: 12 }, () => logIn(username, wrong, address)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(accountAndAddress.free + 1);
  });

  test("an account that does not exist is refused in the same way", async () => {
    const address = newAddress();
    const login = uniqueName();
    await exhaust(login, address);
    expect((await logIn(login, wrong, address)).status).toBe(429);
  });

  test("the owner gets in from an address without failures", async () => {
    const { username } = await newPerson(url);
    const addresses = Array.from({ length: 10 }, newAddress);
    for (const address of addresses) {
      for (let count = 0; count <= accountAndAddress.free; count++) await logIn(username, wrong, address);
    }
    expect(addresses.length * (accountAndAddress.free + 1)).toBeGreaterThan(account.free);
    expect((await logIn(username, password, addresses[0] ?? "")).status).toBe(429);
    expect((await logIn(username, password, newAddress())).status).toBe(200);
  });

  test("the owner gets in with a device of an earlier sign-in, even from the attacker's address", async () => {
    const { username } = await newPerson(url);
    const address = newAddress();
    const cookies = (await logIn(username, password, address)).headers.getSetCookie();
    const device = cookies.find((cookie) => cookie.startsWith("chatflow_device="))?.split(";")[0] ?? "";
    await exhaust(username, address);
    expect((await logIn(username, password, address)).status).toBe(429);
    expect((await logIn(username, password, address, { cookie: device })).status).toBe(200);
    // At another account, it is a device like any other.
    const { username: other } = await newPerson(url);
    await exhaust(other, address);
    expect((await logIn(other, password, address, { cookie: device })).status).toBe(429);
  });

  test("an address that the caller claims in a header has no effect", async () => {
    const { username } = await newPerson(url);
    const address = newAddress();
    await exhaust(username, address);
    for (const name of [
      "x-viewer-address",
      "x-forwarded-for",
      "cloudfront-viewer-address",
      "true-client-ip",
    ]) {
      expect((await logIn(username, password, address, { [name]: "192.0.2.1" })).status).toBe(429);
    }
  });
});

test("One address learns only of some usernames that they are taken", async () => {
  const { username } = await newPerson(url);
  const address = newAddress();
  const probe = async () => {
    const body = { username, email: `${uniqueName()}@example.com`, password };
    return (await postFrom(address, `${url}/api/auth/register`, body)).status;
  };
  const statuses = await Promise.all(Array.from({ length: registrations.free + 4 }, probe));
  expect(statuses.filter((status) => status === 409)).toHaveLength(registrations.free + 1);
  expect(statuses.filter((status) => status === 429)).toHaveLength(3);
});

describe("One address must wait", () => {
  /** Sends more requests than are free, all at the same time. @returns how often each status came */
  async function countStatuses(free: number, send: () => Promise<{ status: number }>) {
    const answers = await Promise.all(Array.from({ length: free + 4 }, send));
    const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
    return { 400: count(400), 202: count(202), 429: count(429) };
  }

  test("after some wrong tokens of links, for each kind of link, and other addresses need not", async () => {
    const [address, other] = [newAddress(), newAddress()];
    const verify = (from: string) =>
      postFrom(from, `${url}/api/auth/email-verification`, { token: uniqueName() });
    const reset = (from: string) =>
      postFrom(from, `${url}/api/auth/password-reset/completion`, {
        token: uniqueName(),
        password: "a long and new password",
      });
    expect(await countStatuses(links.free, () => verify(address))).toEqual({
      400: links.free + 1,
      202: 0,
      429: 3,
    });
    const refused = await reset(address);
    expect([refused.status, Problem.parse(refused.body).code]).toEqual([429, "rate-limited"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await reset(other)).status).toBe(400);
  });

  test("after some wrong codes of invitations, which may not be guessed by registering either", async () => {
    const [address, other] = [newAddress(), newAddress()];
    const lookUp = () => postFrom(address, `${url}/api/auth/invitation`, { code: uniqueName() });
    const register = async (from: string) => {
      const username = uniqueName();
      const body = { username, email: `${username}@example.com`, password, invitation: uniqueName() };
      const answer = await postFrom(from, `${url}/api/auth/register`, body);
      return [answer.status, Problem.parse(answer.body).code];
    };
    expect(await countStatuses(invitations.free, lookUp)).toEqual({
      400: invitations.free + 1,
      202: 0,
      429: 3,
    });
    expect(await register(address)).toEqual([429, "rate-limited"]);
    expect(await register(other)).toEqual([400, "invitation-invalid"]);
  });

  test("after some requests for resets, whether they name accounts or not", async () => {
    const { username } = await newPerson(url);
    const [address, other] = [newAddress(), newAddress()];
    const request = (from: string, login: string) =>
      postFrom(from, `${url}/api/auth/password-reset`, { login });
    expect(await countStatuses(resets.free, () => request(address, uniqueName()))).toEqual({
      400: 0,
      202: resets.free + 1,
      429: 3,
    });
    expect((await request(address, username)).status).toBe(429);
    expect((await request(other, username)).status).toBe(202);
  });
});

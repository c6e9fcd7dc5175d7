import { describe, expect, inject, test } from "vitest";
import { fieldError } from "../../contract/field-errors.ts";
import { times } from "../../contract/times.ts";
import { password } from "../support/accounts.ts";
import { decodeJwt } from "../support/jwt.ts";
import { http, registerPerson, request, uniqueName } from "../support/people.ts";
import { required } from "../support/required.ts";

const { url } = inject("stack");

const register = (body: object) => request(url, "register", { body });
const logIn = (login: string, secret = password) =>
  request(url, "login", { body: { login, password: secret } });
const cookieOf = (headers: Headers) => required(headers.get("set-cookie")?.split(";")[0], "cookie");
const refresh = (cookie: string) => request(url, "refresh", { headers: { cookie } });

const newcomer = (name = uniqueName()) => ({ username: name, email: `${name}@example.com`, password });

describe("Registration", () => {
  test("creates an account and signs in", async () => {
    const name = uniqueName();
    const { status, body, headers } = await register({ ...newcomer(name), fullName: "Ada Lovelace" });
    expect(status).toBe(201);
    expect(body.user).toMatchObject({
      username: name,
      email: `${name}@example.com`,
      fullName: "Ada Lovelace",
    });
    expect(body.expiresIn).toBe(times.accessTokenSeconds);
    const cookie = required(headers.get("set-cookie"), "cookie");
    for (const part of ["HttpOnly", "Secure", "SameSite=Strict", "Path=/api/auth"])
      expect(cookie).toContain(part);
  });

  test("reports each invalid field and its limit", async () => {
    const { status, problem, headers } = await register({
      username: "x",
      email: "nobody",
      password: "short",
    });
    expect(status).toBe(400);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(problem.errors).toEqual([
      fieldError("username", "too-short", { limit: 3 }),
      fieldError("email", "invalid-email"),
      fieldError("password", "too-short", { limit: 10 }),
    ]);
  });

  test("refuses a password that is common or equals the username", async () => {
    const name = uniqueName("long-name");
    for (const secret of [name, "qwertyuiop"]) {
      const { status, problem } = await register({ ...newcomer(name), password: secret });
      expect([status, problem.code]).toEqual([400, "weak-password"]);
    }
  });

  test("refuses a full name that shows nothing", async () => {
    const { status, problem } = await register({ ...newcomer(), fullName: "\u3164" });
    expect(status).toBe(400);
    expect(problem.errors).toEqual([
      fieldError("fullName", "hidden-characters"),
      fieldError("fullName", "not-visible"),
    ]);
  });

  test("reports a missing field", async () => {
    const { status, problem } = await register({ username: uniqueName(), password });
    expect(status).toBe(400);
    expect(problem.errors).toEqual([fieldError("email", "required")]);
  });

  test("refuses a username or an e-mail address that exists in another case", async () => {
    const one = newcomer();
    expect((await register(one)).status).toBe(201);
    const sameName = await register({ ...newcomer(), username: one.username.toUpperCase() });
    expect([sameName.status, sameName.problem.errors?.[0]?.path]).toEqual([409, "username"]);
    const sameEmail = await register({ ...newcomer(), email: one.email.toUpperCase() });
    expect([sameEmail.status, sameEmail.problem.errors?.[0]?.path]).toEqual([409, "email"]);
  });
});

describe("Login", () => {
  test("accepts the username or the e-mail address in any case, with spaces around it", async () => {
    const person = newcomer();
    expect((await register(person)).status).toBe(201);
    expect((await logIn(person.username.toUpperCase())).status).toBe(200);
    expect((await logIn(`${person.email.toUpperCase()} `)).status).toBe(200);
    expect((await logIn(`${person.username} `)).status).toBe(200);
  });

  test("answers an unknown user and a wrong password with the same problem", async () => {
    const person = newcomer();
    expect((await register(person)).status).toBe(201);
    const wrong = await logIn(person.username, "not the password");
    const unknown = await logIn(uniqueName(), "not the password");
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    expect(wrong.problem).toEqual(unknown.problem);
  });
});

describe("A refresh", () => {
  test("replaces the refresh token and returns an access token for the same user", async () => {
    const { headers, body } = await register(newcomer());
    const next = await refresh(cookieOf(headers));
    expect(next.status).toBe(200);
    expect(next.body.user).toEqual(body.user);
    expect(cookieOf(next.headers)).not.toBe(cookieOf(headers));
    expect((await refresh(cookieOf(next.headers))).status).toBe(200);
  });

  test("with a used token ends its session and no other", async () => {
    const person = newcomer();
    const first = cookieOf((await register(person)).headers);
    const otherDevice = cookieOf((await logIn(person.username)).headers);
    const second = cookieOf((await refresh(first)).headers);
    expect((await refresh(first)).status).toBe(401);
    expect((await refresh(second)).status).toBe(401);
    expect((await refresh(otherDevice)).status).toBe(200);
  });

  test("with one token succeeds at most once when two requests arrive at the same time", async () => {
    const cookie = cookieOf((await register(newcomer())).headers);
    const statuses = (await Promise.all([refresh(cookie), refresh(cookie)])).map(({ status }) => status);
    expect([
      [200, 401],
      [401, 401],
    ]).toContainEqual(statuses.sort());
  });

  test("without a cookie, or with a forged one, is refused with 401", async () => {
    expect((await http(url, "POST", "/api/auth/refresh")).status).toBe(401);
    expect((await refresh("chatflow_refresh=made-up")).status).toBe(401);
  });
});

describe("A page of another origin", () => {
  const person = newcomer();
  const attempts: Record<string, Record<string, string>> = {
    "a form that sends text": { "content-type": "text/plain" },
    "a form that sends fields": { "content-type": "application/x-www-form-urlencoded" },
    "a script": { origin: "https://evil.example" },
    "a sandboxed frame": { origin: "null" },
    "a browser that names the site": { "sec-fetch-site": "cross-site", origin: url },
    "a sibling domain": { "sec-fetch-site": "same-site" },
  };

  test.each(Object.entries(attempts))("cannot sign a user in or up with %s", async (_, headers) => {
    const signUp = await request(url, "register", { body: newcomer(), headers });
    const signIn = await request(url, "login", { body: { login: person.username, password }, headers });
    for (const { status, headers: answered, problem } of [signUp, signIn]) {
      expect([403, 415]).toContain(status);
      expect(["cross-origin", "unsupported-media-type"]).toContain(problem.code);
      expect(answered.get("set-cookie")).toBeNull();
    }
  });

  test("cannot refresh or end the session behind the cookie", async () => {
    const cookie = cookieOf((await register(newcomer())).headers);
    for (const route of ["refresh", "logout"] as const) {
      const { status } = await request(url, route, { headers: { cookie, "sec-fetch-site": "cross-site" } });
      expect(status).toBe(403);
    }
    expect((await refresh(cookie)).status).toBe(200);
  });

  test("differs from our own page by the origin in the browser's header", async () => {
    const headers = { origin: url };
    expect((await request(url, "login", { body: { login: "nobody", password }, headers })).status).toBe(401);
  });
});

test("Signing out ends the session and deletes the cookie", async () => {
  const cookie = cookieOf((await register(newcomer())).headers);
  const out = await http(url, "POST", "/api/auth/logout", { headers: { cookie } });
  expect(out.status).toBe(204);
  expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
  expect((await refresh(cookie)).status).toBe(401);
});

test("The published key set contains the key that signed the access token", async () => {
  const { token } = await registerPerson(url);
  const { body } = await request(url, "jwks");
  const { header, claims } = decodeJwt(token);
  expect(header.alg).toBe("ES256");
  expect(body.keys.map((key) => key.kid)).toContain(header.kid);
  expect(Number(claims.exp) - Number(claims.iat)).toBe(times.accessTokenSeconds);
});

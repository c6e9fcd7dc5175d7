import { beforeAll, describe, expect, inject, test } from "vitest";
import { fieldError } from "../../contract/field-errors.ts";
import { openApiDocument } from "../../contract/openapi.ts";
import { Problem } from "../../contract/problem.ts";
import { routes } from "../../contract/routes.ts";
import { securityHeaders } from "../../contract/security-headers.ts";
import { http, newId, newPerson, type Person } from "../support/people.ts";

const { url } = inject("stack");

let person: Person;
beforeAll(async () => {
  person = await newPerson(url);
});

const post = (path: string, body: string | undefined) =>
  http(url, "POST", `/api${path}`, {
    ...(body !== undefined && { body }),
    headers: { authorization: `Bearer ${person.token}` },
  });

describe("An invalid request", () => {
  test("with malformed JSON is refused with 400 and that reason", async () => {
    for (const body of ['{"participantIds":', "not json", "\u0000", undefined]) {
      const answer = await post("/conversations", body);
      expect([body, answer.status]).toEqual([body, 400]);
      expect(Problem.parse(answer.body).detail).toBe("The body is not valid JSON.");
    }
  });

  test("with JSON of another shape is refused with 400 and the field's name", async () => {
    for (const [body, path] of [
      ["[]", ""],
      ["null", ""],
      ["{}", "participantIds"],
      ['{"participantIds":"x"}', "participantIds"],
      ['{"participantIds":["x"]}', "participantIds.0"],
    ] as const) {
      const answer = await post("/conversations", body);
      expect([body, answer.status]).toEqual([body, 400]);
      expect(Problem.parse(answer.body).errors?.[0]?.path).toBe(path);
    }
  });

  test("with deeply nested JSON is refused with 400, and the function survives", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect((await post("/conversations", deep)).status).toBe(400);
    expect(await person.status("getMe")).toBe(200);
  });

  test("with a body over API Gateway's 10 MB is refused with 413", async () => {
    const answer = await post("/conversations", JSON.stringify({ name: "x".repeat(10 * 1024 * 1024) }));
    expect(answer.status).toBe(413);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(Problem.parse(answer.body).code).toBe("request-too-large");
  });

  test("with a body over Lambda's 6 MB is refused with 413", async () => {
    expect((await post("/conversations", JSON.stringify({ name: "x".repeat(7 * 1024 * 1024) }))).status).toBe(
      413,
    );
  });

  test("with a malformed id in the path is refused with 400", async () => {
    const answer = await person.refused("getConversation", { params: { id: "nonsense" } });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([fieldError("id", "invalid-id")]);
  });

  test("with a page size out of bounds is refused with 400", async () => {
    for (const limit of ["0", "101", "-1", "x", "1.5"]) {
      const answer = await person.refused("listConversations", { query: { limit } });
      expect([limit, answer.status, answer.body.errors?.[0]?.path]).toEqual([limit, 400, "limit"]);
    }
  });

  test("with a cursor that the server did not issue is refused with 400", async () => {
    for (const cursor of ["abc", `999999999999999_${person.id}`, `1_${person.id}_`, "\u0000"]) {
      const answer = await person.refused("listConversations", { query: { cursor } });
      expect([cursor, answer.status, answer.body.code]).toEqual([cursor, 400, "invalid-cursor"]);
      expect(answer.body.errors?.[0]?.path).toBe("cursor");
    }
  });
});

describe("Every answer of the API", () => {
  test("has security headers, whether a function or API Gateway gives it", async () => {
    const signedIn = { headers: { authorization: `Bearer ${person.token}` } };
    for (const [status, answer] of [
      [200, await http(url, "GET", "/api/openapi.json")],
      [200, await http(url, "GET", "/api/docs")],
      [200, await http(url, "GET", "/api/users/me", signedIn)],
      [400, await http(url, "GET", "/api/users/nobody", signedIn)],
      [401, await http(url, "GET", "/api/users/me")],
      [404, await http(url, "GET", "/api/nothing")],
    ] as const) {
      const { "content-security-policy": policy, ...others } = securityHeaders;
      expect(answer.status).toBe(status);
      expect(Object.fromEntries(answer.headers)).toMatchObject(others);
      expect(answer.headers.get("content-security-policy")).toMatch(
        status === 200 ? /default-src 'none'/ : policy,
      );
    }
  });
});

test("A header with an unusual name harms nothing", async () => {
  const { status } = await http(url, "GET", "/api/openapi.json", { headers: { "|a$b.c~": "x" } });
  expect(status).toBe(200);
});

describe("Text that PostgreSQL cannot store", () => {
  test("is 400, wherever it is", async () => {
    const keys = { p256dh: "x".repeat(87), auth: "x".repeat(22) };
    const endpoint = "https://push.example.com/\u0000";
    const refused = await person.refused("addPushSubscription", { body: { endpoint, keys } });
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([400, "endpoint"]);
    const query = { endpoint };
    expect((await person.refused("removePushSubscription", { query })).status).toBe(400);
  });
});

describe("An unknown route", () => {
  test("of the API returns 404, whatever the method", async () => {
    for (const [method, path] of [
      ["GET", "/api/nothing"],
      ["DELETE", "/api/users/me"],
      ["POST", "/api/"],
      ["GET", "/api/auth/register"],
    ] as const) {
      const answer = await http(url, method, path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(Problem.parse(answer.body).detail).toBe("The API has no such route.");
    }
  });

  test("outside the API returns the page, which has its own router", async () => {
    const page = await http(url, "GET", `/c/${newId()}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('<div id="root">');
  });

  test("of a missing file returns 403, as S3 does", async () => {
    expect((await http(url, "GET", "/nothing.js")).status).toBe(403);
  });
});

describe("The API", () => {
  test("serves its contract as an OpenAPI document", async () => {
    const { status, body } = await http(url, "GET", "/api/openapi.json");
    expect(status).toBe(200);
    expect(body).toEqual(openApiDocument());
  });

  test("serves its documentation as a page that contains every route", async () => {
    const { status, headers, body } = await http(url, "GET", "/api/docs");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/html");
    for (const { path } of Object.values(routes)) expect(body).toContain(`/api${path}`);
  });
});

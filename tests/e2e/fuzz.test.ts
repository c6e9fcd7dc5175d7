import fc from "fast-check";
import { beforeAll, describe, expect, inject, test } from "vitest";
import * as z from "zod";
import { fieldError } from "../../contract/field-errors.ts";
import { ClientFrame, ServerFrame } from "../../contract/frames.ts";
import { Problem, problemMediaType } from "../../contract/problem.ts";
import type { Route } from "../../contract/route.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import { isAboutForm } from "../fuzz/about-form.ts";
import { asSchema, valuesOf } from "../fuzz/json-schema.ts";
import { spoiled } from "../fuzz/nasty.ts";
import { type DocumentedOperation, document, documentedOperations } from "../fuzz/operations.ts";
import { type Answer, http, newPeople, newPerson, type Person, pathOf } from "../support/people.ts";
import type { Socket } from "../support/socket.ts";

const { url } = inject("stack");

/** Requests for each route and kind. `npm run test:fuzz` sends many more. */
const numRuns = 5;

interface GeneratedRequest {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** Parameters as a URL carries them: well-formed text. A value that is not an object has none. */
const texts = (value: unknown): Record<string, string> =>
  value instanceof Object
    ? Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [
          name,
          Buffer.from(typeof inner === "string" ? inner : JSON.stringify(inner)).toString(),
        ]),
      )
    : {};

let ann: Person;
let known: { id: string; messageId: string; userId: string };

beforeAll(async () => {
  const [one, other] = await newPeople(url, 2);
  ann = one;
  const { id } = await ann.startGroup([other]);
  const { body: message } = await ann.send(id, "hello");
  known = { id, messageId: message.id, userId: other.id };
});

/** Sends a request as any program could. Half of the ids are of something that exists. */
function send(person: Person, name: RouteName, { params, query, body }: GeneratedRequest): Promise<Answer> {
  const { method } = routes[name];
  const given = texts(params);
  // An empty part of the path would make it the path of another route.
  const parts = [...routes[name].path.matchAll(/\{(\w+)\}/g)].map(([, part = ""]) => [
    part,
    given[part] || "missing",
  ]);
  const path = pathOf(name, { params: Object.fromEntries(parts), query: texts(query) });
  return http(url, method, `/api${path}`, {
    headers: { authorization: `Bearer ${person.token}` },
    // Programs cannot send a body with GET.
    ...(body !== undefined && method !== "GET" && { body: JSON.stringify(body) }),
  });
}

/** Requires an answer that the contract declares for the route. @returns the problem of a refusal */
function requireDocumented(name: RouteName, { status, headers, body }: Answer): Problem | undefined {
  const { answers, mediaType = "application/json" }: Route = routes[name];
  const schema = answers[status];
  if (schema !== undefined) {
    if (schema) {
      expect(headers.get("content-type")).toContain(mediaType);
      schema.parse(body);
    }
    return undefined;
  }
  expect(headers.get("content-type")).toBe(problemMediaType);
  const problem = Problem.parse(body);
  expect(problem).toMatchObject({ status, code: expect.any(String) });
  // 501 means that a deployment does not offer something.
  if (problem.code !== "mail-not-offered") expect(status).toBeLessThan(500);
  return problem;
}

function requestsOf({ name, params, query, body }: DocumentedOperation) {
  const ids = Object.fromEntries(Object.entries(known).filter(([key]) => params.properties?.[key]));
  const allowed = {
    params: fc
      .tuple(valuesOf(params, document), fc.boolean())
      .map(([value, isKnown]) => ({ ...texts(value), ...(isKnown && ids) })),
    query: valuesOf(query, document),
    body: body ? valuesOf(body, document) : fc.constant(undefined),
  };
  const spoiledPart = fc.oneof(
    ...(Object.keys(params.properties ?? {}).length > 0
      ? [fc.record({ ...allowed, params: spoiled(allowed.params) })]
      : []),
    ...(Object.keys(query.properties ?? {}).length > 0
      ? [fc.record({ ...allowed, query: spoiled(allowed.query) })]
      : []),
    fc.record({ ...allowed, body: body ? spoiled(allowed.body) : fc.jsonValue({ maxDepth: 2 }) }),
  );
  return { name, allowed: fc.record(allowed), spoiled: spoiledPart };
}

/** Routes that may end the session that calls them. */
const endsSession = /^(signOut|delete(Account|Me)|changePassword|logout)/;

const caller = (name: RouteName): Promise<Person> =>
  endsSession.test(name) ? newPerson(url) : Promise.resolve(ann);

describe("For any request,", () => {
  for (const operation of documentedOperations()) {
    const { name } = operation;
    test(`${name} answers as the OpenAPI document promises`, async () => {
      const person = await caller(name);
      const requests = requestsOf(operation);
      await fc.assert(
        fc.asyncProperty(requests.allowed, async (request) => {
          const problem = requireDocumented(name, await send(person, name, request));
          // The document states every limit of the form.
          expect(problem && isAboutForm(problem, name) ? problem : undefined).toBeUndefined();
        }),
        { numRuns },
      );
      await fc.assert(
        fc.asyncProperty(requests.spoiled, async (request) => {
          requireDocumented(name, await send(person, name, request));
        }),
        { numRuns },
      );
    });
  }
});

describe("For any frame,", () => {
  const frames = z.toJSONSchema(ClientFrame, { io: "input", unrepresentable: "any" });
  const allowed = valuesOf(asSchema(frames), frames);

  /** Sends a frame, waits until the server has handled it, and returns what arrived. */
  async function answersTo(socket: Socket, frame: unknown) {
    socket.send(typeof frame === "string" ? JSON.stringify(frame) : frame);
    const before = socket.received.length;
    socket.send({ action: "ping" });
    await socket.nextOf("pong");
    return socket.received.slice(before).map((received) => ServerFrame.parse(received));
  }

  test.each([
    ["that the schema allows", allowed],
    ["that it does not allow", spoiled(allowed)],
  ])("one %s, the socket stays open and answers with documented frames", async (_, frames) => {
    const socket = await ann.connect();
    await fc.assert(
      fc.asyncProperty(frames, async (frame) => {
        for (const answer of await answersTo(socket, frame)) {
          if (answer.type !== "error") continue;
          expect(answer.problem.status).toBeLessThan(500);
          if (_ === "that the schema allows") expect(isAboutForm(answer.problem)).toBe(false);
        }
      }),
      { numRuns: 8 * numRuns },
    );
    await socket.close();
  });
});

test("The fuzz tests distinguish a refused form from refused data", () => {
  const problem = { type: "", title: "", status: 400, detail: "", code: "invalid-request" } as const;
  expect(isAboutForm({ ...problem, errors: [fieldError("id", "invalid-id")] })).toBe(true);
  expect(isAboutForm({ ...problem, errors: [fieldError("replyTo", "unknown-message")] })).toBe(false);
});

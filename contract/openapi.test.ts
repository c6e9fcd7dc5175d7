import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { openApiDocument } from "./openapi.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

const Paths = z.record(z.string(), z.record(z.string(), z.unknown()));
const Tags = z.array(z.object({ name: z.string() }));

const document = openApiDocument();
const { paths, components, tags } = document;
const named = Object.entries<Route>(routes);

describe("The OpenAPI document", () => {
  test("has one operation per route, under the route's name", () => {
    for (const [name, { method, path }] of named) {
      expect(paths).toHaveProperty([path, method.toLowerCase(), "operationId"], name);
    }
    const operations = Object.values(Paths.parse(paths)).flatMap((path) => Object.keys(path));
    expect(operations).toHaveLength(named.length);
  });

  test("requires an access token exactly for the routes that are not public", () => {
    for (const [, { method, path, access }] of named) {
      const security = access === "public" ? [] : [{ accessToken: [] }];
      expect(paths).toHaveProperty([path, method.toLowerCase(), "security"], security);
    }
  });

  test("lists every status of a route's answers, and the problem for all other statuses", () => {
    for (const [, { method, path, answers }] of named) {
      for (const status of [...Object.keys(answers), "default"]) {
        expect(paths).toHaveProperty([path, method.toLowerCase(), "responses", status]);
      }
    }
  });

  test("declares each path parameter as required", () => {
    for (const [, { method, path }] of named) {
      for (const [, name] of path.matchAll(/\{(\w+)\}/g)) {
        expect(paths).toHaveProperty(
          [path, method.toLowerCase(), "parameters"],
          expect.arrayContaining([expect.objectContaining({ name, in: "path", required: true })]),
        );
      }
    }
  });

  test("resolves every reference within itself", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, path = ""] of references) expect({ components }).toHaveProperty(path.split("/"));
  });

  // It generates the document itself, so that mutation testing notices what it covers.
  test("describes parameters, bodies, examples and answers", () => {
    const { paths } = openApiDocument();
    const operation = (path: string, method: string) => Paths.parse(paths)[path]?.[method];
    const uuid = { type: "string", format: "uuid", pattern: expect.stringContaining("0-9a-f") };
    const position = { type: "integer", minimum: 0, maximum: 999_999_999_999_999 };
    const description = expect.stringMatching(/\.$/);
    const answer = (name: string) => ({
      content: {
        "application/json": { schema: { $ref: `#/components/schemas/${name}` }, example: expect.any(Object) },
      },
    });
    const problem = { $ref: "#/components/responses/Problem" };
    expect(operation("/conversations/{id}/messages", "get")).toEqual({
      operationId: "listMessages",
      summary: "List a conversation's history",
      description,
      tags: ["Messages"],
      security: [{ accessToken: [] }],
      parameters: [
        { name: "id", in: "path", required: true, schema: uuid },
        { name: "threadId", in: "query", required: false, description, schema: uuid },
        {
          name: "limit",
          in: "query",
          required: false,
          description,
          schema: { type: "integer", minimum: 1, maximum: 100 },
        },
        {
          name: "beforeOrAfter",
          in: "query",
          style: "form",
          explode: true,
          schema: {
            type: "object",
            properties: { before: { ...position, description }, after: { ...position, description } },
            not: { required: ["before", "after"] },
          },
        },
        { $ref: "#/components/parameters/Position" },
      ],
      responses: { 200: { description: "Success", ...answer("MessagePage") }, default: problem },
    });
    expect(operation("/conversations/{id}/messages", "post")).toMatchObject({
      parameters: [{ name: "id" }],
      requestBody: { required: true, ...answer("NewMessage") },
      responses: {
        200: { description: "Success", ...answer("Message") },
        201: { description: "Created", ...answer("Message") },
        default: problem,
      },
    });
    expect(operation("/docs", "get")).toMatchObject({
      security: [],
      parameters: [],
      responses: { 200: { content: { "text/html": { schema: { type: "string" } } } } },
    });
  });

  test("gives each operation a tag that it describes", () => {
    const names = Tags.parse(tags).map(({ name }) => name);
    for (const [, { method, path }] of named) {
      expect(paths).toHaveProperty([path, method.toLowerCase(), "tags"], [expect.toBeOneOf(names)]);
    }
  });
});

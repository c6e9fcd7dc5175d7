import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { openApiDocument } from "./openapi.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

const Paths = z.record(z.string(), z.record(z.string(), z.unknown()));
const Tags = z.array(z.object({ name: z.string() }));

const { paths, components, tags } = openApiDocument();
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
    const references = [...JSON.stringify(openApiDocument()).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, path = ""] of references) expect({ components }).toHaveProperty(path.split("/"));
  });

  test("gives each operation a tag that it describes", () => {
    const names = Tags.parse(tags).map(({ name }) => name);
    for (const [, { method, path }] of named) {
      expect(paths).toHaveProperty([path, method.toLowerCase(), "tags"], [expect.toBeOneOf(names)]);
    }
  });
});

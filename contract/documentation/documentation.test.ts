import { describe, expect, test } from "vitest";
import { ClientFrame, ServerEvent, ServerFrame } from "../frames.ts";
import { openApiDocument } from "../openapi.ts";
import type { Route } from "../route.ts";
import { routes } from "../routes.ts";
import { concepts } from "./concepts.ts";
import { event, exchanges } from "./examples.ts";

const documented = concepts.flatMap((concept) => Object.entries(concept.routes));
const routeNamed = new Map(Object.entries<Route>(routes));

/** The names of an object schema's fields. */
function fieldsOf(schema: unknown): string[] {
  return schema instanceof Object && "shape" in schema && schema.shape instanceof Object
    ? Object.keys(schema.shape)
    : [];
}

describe("The API documentation", () => {
  test("describes each route exactly once", () => {
    expect(documented.map(([name]) => name).sort()).toEqual(Object.keys(routes).sort());
  });

  test.each(documented)("writes the summary of %s as an imperative without a full stop", (_name, route) => {
    expect(route.summary).toMatch(/^(?!(An?|The|Your|All|What|Where|Who|This)\b)[A-Z](?!.*(?:[.] |;|[.]$))/);
  });

  test.each(documented.filter(([, { description }]) => description))(
    "ends each sentence about %s with a full stop",
    (_name, { description }) => {
      expect(description).toMatch(/^[`A-Z].*\.$/);
    },
  );

  test.each(documented.filter(([, { example }]) => example))(
    "has an example of %s that its schemas accept",
    (name, { example }) => {
      const route = routeNamed.get(name);
      if (example?.request !== undefined) expect(route?.body?.safeParse(example.request).success).toBe(true);
      const answers = Object.values(route?.answers ?? {});
      // Developers copy the example, so it contains no field that the schema would drop.
      expect(answers.map((schema) => schema?.safeParse(example?.answer).data)).toContainEqual(
        example?.answer,
      );
    },
  );

  test("describes only parameters that the routes have", () => {
    for (const [name, { parameters = {} }] of documented) {
      const route = routeNamed.get(name);
      const known = [...fieldsOf(route?.params), ...fieldsOf(route?.query)];
      expect(known).toEqual(expect.arrayContaining(Object.keys(parameters)));
    }
  });

  test("describes only fields that the contract has", () => {
    const { components } = openApiDocument();
    for (const [schema, fields] of concepts.flatMap((concept) => Object.entries(concept.fields))) {
      for (const [field, description] of Object.entries(fields)) {
        const path = ["schemas", schema, "properties", field];
        expect(components).toHaveProperty([...path, "description"], description);
        // An unknown field would have nothing but its description.
        expect(components).not.toHaveProperty(path, { description });
      }
    }
  });

  test.each(exchanges)(
    "has an example frame and reply that the schemas accept: $title",
    ({ frame, reply }) => {
      expect(ClientFrame.parse(frame)).toEqual(frame);
      if (reply) expect(ServerFrame.parse(reply)).toEqual(reply);
    },
  );

  test("has an example of each client frame", () => {
    const actions = exchanges.map(({ frame }) => frame.action);
    expect(actions.sort()).toEqual([
      "call.decline",
      "call.join",
      "call.leave",
      "call.signal",
      "message.send",
      "ping",
      "read",
      "sync",
      "typing",
    ]);
  });

  test("has an example event that the schema accepts", () => {
    expect(ServerEvent.parse(event)).toEqual(event);
  });
});

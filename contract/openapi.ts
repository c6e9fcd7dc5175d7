import * as z from "zod/mini";
import type { RouteDocumentation } from "./documentation/concept.ts";
import { concepts } from "./documentation/concepts.ts";
import { Position, positionHeader } from "./position.ts";
import { Problem } from "./problem.ts";
import type { Route } from "./route.ts";
import { type RouteName, routes } from "./routes.ts";

type Json = Record<string, unknown>;

const reasons: Record<string, string> = {
  200: "Success",
  201: "Created",
  202: "Accepted for later",
  204: "Success without a body",
};

function withDefinitions(schema: z.ZodMiniType, io: "input" | "output", components: Json): Json {
  const {
    $schema: _,
    $defs,
    ...json
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    target: "draft-2020-12",
    // A number in a query string is text for Zod, with a pattern of digits.
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === "integer") delete jsonSchema.pattern;
    },
  }) as Json;
  Object.assign(components, $defs);
  const { id, ...own } = json;
  if (typeof id !== "string") return own;
  components[id] = own;
  return { $ref: `#/components/schemas/${id}` };
}

/** Schemas have no descriptions of their own, because those would be part of every function's bundle. */
function describeFields(components: Json): void {
  for (const [schema, fields] of concepts.flatMap((concept) => Object.entries(concept.fields))) {
    const { properties } = components[schema] as { properties: Record<string, Json> };
    // A description may stand beside a `$ref`, which JSON Schema 2020-12 allows.
    for (const [field, description] of Object.entries(fields)) {
      properties[field] = { ...properties[field], description };
    }
  }
}

/** Moves references from `#/$defs/X`, as in JSON Schema, to `#/components/schemas/X`, as in OpenAPI. */
function rebase(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll("#/$defs/", "#/components/schemas/"));
}

interface DocumentedRoute {
  name: RouteName;
  route: Route;
  tag: string;
  documentation: RouteDocumentation;
}

function documentedRoutes(): DocumentedRoute[] {
  const names: readonly string[] = Object.keys(routes);
  const isRouteName = (name: string): name is RouteName => names.includes(name);
  return concepts.flatMap(({ title, routes: documented }) =>
    Object.entries(documented).flatMap(([name, documentation]) =>
      isRouteName(name) ? [{ name, route: routes[name], tag: title, documentation }] : [],
    ),
  );
}

function parameters({ route, documentation }: DocumentedRoute, components: Json): Json[] {
  return (["params", "query"] as const).flatMap((place) => {
    const schema = route[place];
    if (!schema) return [];
    const {
      properties = {},
      required = [],
      not,
    } = withDefinitions(schema, "input", components) as {
      properties?: Record<string, Json>;
      required?: string[];
      not?: { required: string[] };
    };
    const excluding = not?.required ?? [];
    const single = Object.entries(properties).filter(([name]) => !excluding.includes(name));
    return [
      ...single.map(([name, property]) => ({
        name,
        in: place === "params" ? "path" : "query",
        required: required.includes(name),
        ...(documentation.parameters?.[name] && { description: documentation.parameters[name] }),
        schema: property,
      })),
      ...(not ? [exclusiveParameters(excluding, properties, documentation)] : []),
    ];
  });
}

/**
 * Parameters that exclude each other. OpenAPI can state that only for the properties of an object, which `explode`
 * sends as separate parameters.
 */
function exclusiveParameters(
  names: readonly string[],
  properties: Readonly<Record<string, Json>>,
  { parameters: descriptions = {} }: RouteDocumentation,
): Json {
  const described = names.map((name) => [name, { ...properties[name], description: descriptions[name] }]);
  return {
    name: names.map((name, at) => (at === 0 ? name : `Or${name[0]?.toUpperCase()}${name.slice(1)}`)).join(""),
    in: "query",
    style: "form",
    explode: true,
    schema: { type: "object", properties: Object.fromEntries(described), not: { required: names } },
  };
}

function operation(documented: DocumentedRoute, components: Json): Json {
  const { name, route, tag, documentation } = documented;
  const { summary, description, example } = documentation;
  const answers = Object.entries(route.answers).map(([status, schema]) => [
    status,
    {
      description: reasons[status] ?? status,
      ...(schema && {
        content: {
          [route.mediaType ?? "application/json"]: {
            schema: withDefinitions(schema, "output", components),
            ...(example?.answer !== undefined && { example: example.answer }),
          },
        },
      }),
    },
  ]);
  const problem = { $ref: "#/components/responses/Problem" };
  return {
    operationId: name,
    summary,
    ...(description && { description }),
    tags: [tag],
    security: route.access === "public" ? [] : [{ accessToken: [] }],
    parameters: [
      ...parameters(documented, components),
      ...(route.isByPosition ? [{ $ref: "#/components/parameters/Position" }] : []),
    ],
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: withDefinitions(route.body, "input", components),
            ...(example?.request !== undefined && { example: example.request }),
          },
        },
      },
    }),
    responses: { ...Object.fromEntries(answers), default: problem },
  };
}

/** Generates the OpenAPI 3.1 document from the schemas that validate every request. */
export function openApiDocument(): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  withDefinitions(Problem, "output", schemas);
  for (const documented of documentedRoutes()) {
    const { method, path } = documented.route;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(documented, schemas) };
  }
  describeFields(schemas);
  return rebase({
    openapi: "3.1.0",
    info: {
      title: "ChatFlow",
      version: "1",
      description:
        "ChatFlow's REST API. Real-time frames travel over the WebSocket at /ws. /api/docs describes both.",
    },
    tags: concepts.map(({ title, introduction }) => ({ name: title, description: introduction })),
    servers: [{ url: "/api" }],
    paths,
    components: {
      schemas,
      responses: {
        Problem: {
          description: "A refused request (RFC 9457)",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      parameters: {
        Position: {
          name: positionHeader,
          in: "header",
          description:
            "The largest database position that any answer or frame has carried. The answer then includes everything written up to it. Deployments without readers carry none.",
          schema: withDefinitions(Position, "input", schemas),
        },
      },
      securitySchemes: { accessToken: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  }) as Json;
}

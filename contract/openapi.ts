import * as z from "zod/mini";
import { Position, positionHeader } from "./position.ts";
import { Problem } from "./problem.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

type Json = Record<string, unknown>;

const reasons: Record<string, string> = {
  200: "Done",
  201: "Created",
  202: "Will be done",
  204: "Done, nothing to return",
};

function withDefinitions(schema: z.ZodMiniType, io: "input" | "output", components: Json): Json {
  const {
    $schema: _,
    $defs,
    ...json
  } = z.toJSONSchema(schema, { io, unrepresentable: "any", target: "draft-2020-12" }) as Json;
  Object.assign(components, $defs);
  const { id, ...own } = json;
  if (typeof id !== "string") return own;
  components[id] = own;
  return { $ref: `#/components/schemas/${id}` };
}

/** JSON Schema points to `#/$defs/X`; in OpenAPI the same schema is at `#/components/schemas/X`. */
function rebase(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll("#/$defs/", "#/components/schemas/"));
}

function parameters(route: Route, components: Json): Json[] {
  return (["params", "query"] as const).flatMap((place) => {
    const schema = route[place];
    if (!schema) return [];
    const { properties = {}, required = [] } = withDefinitions(schema, "input", components) as {
      properties?: Record<string, Json>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: place === "params" ? "path" : "query",
      required: required.includes(name),
      schema: property,
    }));
  });
}

function operation(name: string, route: Route, components: Json): Json {
  const answers = Object.entries(route.answers).map(([status, schema]) => [
    status,
    {
      description: reasons[status] ?? status,
      ...(schema && {
        content: {
          [route.mediaType ?? "application/json"]: { schema: withDefinitions(schema, "output", components) },
        },
      }),
    },
  ]);
  const problem = { $ref: "#/components/responses/Problem" };
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.path.split("/")[1] || "api"],
    security: route.access === "public" ? [] : [{ accessToken: [] }],
    parameters: [
      ...parameters(route, components),
      ...(route.isByPosition ? [{ $ref: "#/components/parameters/Position" }] : []),
    ],
    ...(route.body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: withDefinitions(route.body, "input", components) } },
      },
    }),
    responses: { ...Object.fromEntries(answers), default: problem },
  };
}

/** The contract as an OpenAPI 3.1 document, made of the schemas that validate every call. */
export function openApiDocument(): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  withDefinitions(Problem, "output", schemas);
  for (const [name, route] of Object.entries<Route>(routes)) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operation(name, route, schemas),
    };
  }
  return rebase({
    openapi: "3.1.0",
    info: {
      title: "ChatFlow",
      version: "1",
      description: "The REST side of ChatFlow; real-time frames travel over the WebSocket at /ws.",
    },
    servers: [{ url: "/api" }],
    paths,
    components: {
      schemas,
      responses: {
        Problem: {
          description: "A refusal (RFC 9457)",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      parameters: {
        Position: {
          name: positionHeader,
          in: "header",
          description:
            "The largest that any answer, ack or event has told, where a deployment tells one: what was written before it, the answer has.",
          schema: withDefinitions(Position, "input", schemas),
        },
      },
      securitySchemes: { accessToken: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  }) as Json;
}

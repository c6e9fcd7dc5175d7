import * as z from "zod";
import { openApiDocument } from "../../contract/openapi.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import { asSchema, type JsonSchema } from "./json-schema.ts";

const Parameter = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().default(false),
  explode: z.boolean().default(false),
  schema: z.unknown(),
});

const Operation = z.object({
  operationId: z.enum(Object.keys(routes) as [RouteName, ...RouteName[]]),
  parameters: z.array(z.union([Parameter, z.object({ $ref: z.string() })])),
  requestBody: z
    .object({ content: z.object({ "application/json": z.object({ schema: z.unknown() }) }) })
    .optional(),
});

/** A route's requests as the OpenAPI document allows them. */
export interface DocumentedOperation {
  name: RouteName;
  params: JsonSchema;
  query: JsonSchema;
  body: JsonSchema | undefined;
}

export const document = openApiDocument();

function objectWith(parameters: readonly z.infer<typeof Parameter>[]): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  let not: JsonSchema | undefined;
  for (const { name, required: isRequired, explode, schema: json } of parameters) {
    const schema = asSchema(json);
    if (explode && schema.properties) {
      // Each property of an exploded object is a parameter.
      Object.assign(properties, schema.properties);
      not = schema.not;
    } else {
      properties[name] = schema;
      if (isRequired) required.push(name);
    }
  }
  return { type: "object", properties, required, ...(not && { not }) };
}

/** All operations of the OpenAPI document. */
export function documentedOperations(): DocumentedOperation[] {
  const paths = z.record(z.string(), z.record(z.string(), z.unknown())).parse(document.paths);
  return Object.values(paths).flatMap((path) =>
    Object.values(path).map((json) => {
      const { operationId, parameters, requestBody } = Operation.parse(json);
      const own = parameters.flatMap((parameter) => ("$ref" in parameter ? [] : [parameter]));
      const body = requestBody?.content["application/json"].schema;
      return {
        name: operationId,
        params: objectWith(own.filter((parameter) => parameter.in === "path")),
        query: objectWith(own.filter((parameter) => parameter.in === "query")),
        body: body === undefined ? undefined : asSchema(body),
      };
    }),
  );
}

import type { RouteDocumentation } from "../../../contract/documentation/concept.ts";
import { concepts } from "../../../contract/documentation/concepts.ts";
import { openApiDocument } from "../../../contract/openapi.ts";
import { escapeHtml } from "../../platform/http/escape-html.ts";
import { guide } from "./docs-guide.ts";
import { chapterId, fieldTable, type JsonSchema, json, prose, typeOf } from "./docs-html.ts";
import { style } from "./docs-style.ts";

interface Content {
  content?: Record<string, { schema: JsonSchema }>;
}

interface Parameter {
  name?: string;
  required?: boolean;
  description?: string;
  /** Whether each property of the schema is a parameter. */
  explode?: boolean;
  schema?: JsonSchema;
}

/** The parts of an OpenAPI operation that the page shows. */
interface Operation {
  operationId: string;
  security: readonly unknown[];
  parameters: readonly Parameter[];
  requestBody?: Content;
  responses: Record<string, Content & { description?: string }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
}

interface Call {
  method: string;
  path: string;
  operation: Operation;
}

const schemaOf = ({ content = {} }: Content): JsonSchema | undefined => Object.values(content)[0]?.schema;

function parametersOf({ parameters }: Operation): string {
  const named = parameters.flatMap(({ name, required, description, explode, schema }) =>
    explode && schema?.properties
      ? Object.entries(schema.properties).map(([property, inner]) => ({
          name: property,
          required: false,
          schema: inner,
        }))
      : name && schema
        ? [{ name, required, schema: { ...schema, ...(description && { description }) } }]
        : [],
  );
  if (named.length === 0) return "";
  const properties = Object.fromEntries(named.map(({ name, schema }) => [name, schema]));
  const required = named.filter((parameter) => parameter.required).map(({ name }) => name);
  return `<p class="label">Parameters</p>${fieldTable({ properties, required })}`;
}

function answersOf({ responses }: Operation): string {
  const answers = Object.entries(responses).flatMap(([status, answer]) => {
    if (status === "default") return [];
    const schema = schemaOf(answer);
    return [`<code>${status}</code> ${schema ? typeOf(schema) : "without a body"}`];
  });
  return `<p><span class="label">Answer</span> ${answers.join(", or ")}</p>`;
}

function exampleOf(example: RouteDocumentation["example"]): string {
  if (!example) return "";
  const request = example.request === undefined ? "" : `<p class="label">Request</p>${json(example.request)}`;
  const answer = example.answer === undefined ? "" : `<p class="label">Answer</p>${json(example.answer)}`;
  return `<details open><summary>Example</summary>${request}${answer}</details>`;
}

function routeSection(
  { method, path, operation }: Call,
  { summary, description, example }: RouteDocumentation,
) {
  const body = operation.requestBody && schemaOf(operation.requestBody);
  const access = operation.security.length === 0 ? '<span class="public">public</span>' : "";
  return `<section><h3 id="${operation.operationId}">${prose(summary)}</h3>
<p class="call"><span class="method ${method}">${method}</span><code>/api${escapeHtml(path)}</code>${access}</p>
${description ? `<p>${prose(description)}</p>` : ""}${parametersOf(operation)}
${body ? `<p><span class="label">Body</span> ${typeOf(body)}</p>` : ""}${answersOf(operation)}${exampleOf(example)}</section>`;
}

const chapter = (title: string, html: string) =>
  `<section><h2 id="${chapterId(title)}">${escapeHtml(title)}</h2>${html}</section>`;

const link = (id: string, title: string) => `<a href="#${id}">${escapeHtml(title)}</a>`;

function tableOfContents(): string {
  const chapters = guide.map(({ title }) => `<li>${link(chapterId(title), title)}</li>`);
  const routeChapters = concepts.map(({ title, routes }) => {
    const items = Object.entries(routes).map(([name, { summary }]) => `<li>${link(name, summary)}</li>`);
    return `<li>${link(chapterId(title), title)}<ul>${items.join("")}</ul></li>`;
  });
  const schemas = `<li>${link(chapterId("Schemas"), "Schemas")}</li>`;
  return `<nav aria-label="Contents"><details open><summary>Contents</summary><ul>${[...chapters, ...routeChapters, schemas].join("")}</ul></details></nav>`;
}

function schemaSection([name, schema]: [string, JsonSchema]): string {
  return `<section><h3 id="schema-${name}">${name}</h3>${fieldTable(schema) || `<p>${typeOf(schema)}</p>`}</section>`;
}

/** The API documentation as one page that needs no script. */
export function docsPage(): string {
  const { paths, components } = openApiDocument() as Document & Record<string, unknown>;
  const calls = new Map<string, Call>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      calls.set(operation.operationId, { method: method.toUpperCase(), path, operation });
    }
  }
  const chapters = concepts.map(({ title, introduction, routes }) => {
    const sections = Object.entries(routes).map(([name, documentation]) => {
      const call = calls.get(name);
      return call ? routeSection(call, documentation) : "";
    });
    return chapter(title, `<p>${prose(introduction)}</p>${sections.join("\n")}`);
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ChatFlow API</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${style}</style></head><body><div class="page">
<header><h1>ChatFlow API</h1>
<p>Register users, start conversations, and send and receive messages, over REST and a WebSocket. Programs can read the REST routes from <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p></header>
${tableOfContents()}<main>
${guide.map(({ title, html }) => chapter(title, html)).join("\n")}
${chapters.join("\n")}
${chapter("Schemas", Object.entries(components.schemas).map(schemaSection).join("\n"))}</main></div></body></html>`;
}

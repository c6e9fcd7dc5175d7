import { escapeHtml } from "../../platform/http/escape-html.ts";

/** A sentence in which backticks mark code. */
export const prose = (text: string): string => escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");

/** An example in JSON. */
export const json = (value: unknown): string =>
  `<pre tabindex="0"><code>${escapeHtml(JSON.stringify(value, null, 2))}</code></pre>`;

/** The id of a chapter, which no route or schema has. */
export const chapterId = (title: string): string =>
  `chapter-${title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;

/** The parts of a JSON Schema that the page shows. */
export interface JsonSchema {
  $ref?: string;
  type?: string | readonly string[];
  format?: string;
  description?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
}

/** The type of a field in words, with links to named schemas. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.enum)
    return schema.enum.map((value) => `<code>${escapeHtml(JSON.stringify(value))}</code>`).join(", ");
  if (schema.const !== undefined) return `<code>${escapeHtml(JSON.stringify(schema.const))}</code>`;
  if (schema.type === "array") return `list of ${schema.items ? typeOf(schema.items) : "anything"}`;
  const types = typeof schema.type === "object" ? schema.type.join(" or ") : schema.type;
  return schema.format ?? types ?? "anything";
}

function limitsOf({ minLength, maxLength, minimum, maximum, maxItems }: JsonSchema): string {
  const isReal = (limit: number | undefined) =>
    limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
  const range = (min: number | undefined, max: number | undefined, unit: string) =>
    isReal(max) ? `${min ?? 0} to ${max}${unit}` : min && isReal(min) ? `at least ${min}${unit}` : undefined;
  return [
    range(minLength, maxLength, " characters"),
    range(minimum, maximum, ""),
    range(0, maxItems, " items"),
  ]
    .filter((limit) => limit !== undefined)
    .join(", ");
}

/** A table of an object's fields. */
export function fieldTable({ properties = {}, required = [] }: JsonSchema): string {
  const rows = Object.entries(properties).map(([name, field]) => {
    const notes = [limitsOf(field), field.description && prose(field.description)].filter(Boolean).join(". ");
    const optional = required.includes(name) ? "" : ' <span class="optional">optional</span>';
    return `<tr><th scope="row"><code>${name}</code>${optional}</th><td>${typeOf(field)}</td><td>${notes}</td></tr>`;
  });
  return rows.length === 0
    ? ""
    : `<div class="table fields" tabindex="0"><table><thead><tr><th>Field</th><th>Type</th><th>Notes</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

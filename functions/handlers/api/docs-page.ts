import { openApiDocument } from "../../../contract/openapi.ts";
import type { Route } from "../../../contract/route.ts";
import { routes } from "../../../contract/routes.ts";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

const code = (value: unknown) =>
  escapeHtml(JSON.stringify(value, null, 2)).replace(
    /#\/components\/schemas\/(\w+)/g,
    '<a href="#schema-$1">#/components/schemas/$1</a>',
  );

function section(name: string, route: Route, operation: Record<string, unknown>): string {
  const { parameters, requestBody, responses } = operation;
  const token = route.access === "public" ? "" : ' <span class="token">access token</span>';
  return `<section id="${name}">
  <h2><span class="method ${route.method}">${route.method}</span> <code>/api${escapeHtml(route.path)}</code>${token}</h2>
  <p>${escapeHtml(route.summary)}.</p>
  <details><summary>Parameters, body and answers</summary><pre>${code({ parameters, requestBody, responses })}</pre></details>
</section>`;
}

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:52rem;margin:0 auto;padding:2rem 1rem}h2{font-size:1rem;margin:2rem 0 0}p{margin:.25rem 0}
code,pre{font-family:ui-monospace,monospace}pre{overflow:auto;padding:1rem;border-radius:.5rem;background:light-dark(#f3f4f6,#1c1f26);font-size:.8rem}
.method{display:inline-block;min-width:4rem;font-size:.75rem;text-align:center;border-radius:.25rem;padding:.1rem .4rem;color:#fff;background:#475569}
.GET{background:#1d4ed8}.POST{background:#047857}.PUT,.PATCH{background:#b45309}.DELETE{background:#b91c1c}
.token{font-size:.75rem;font-weight:400;opacity:.75}summary{cursor:pointer}a{color:light-dark(#1d4ed8,#93c5fd)}`;

/** The contract as a page that needs no script. */
export function docsPage(): string {
  const document = openApiDocument() as {
    paths: Record<string, Record<string, Record<string, unknown>>>;
    components: { schemas: Record<string, unknown> };
  };
  const sections = Object.entries<Route>(routes).map(([name, route]) =>
    section(name, route, document.paths[route.path]?.[route.method.toLowerCase()] ?? {}),
  );
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<section id="schema-${name}"><h2><code>${name}</code></h2><pre>${code(schema)}</pre></section>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ChatFlow API</title>
<meta name="viewport" content="width=device-width"><style>${style}</style></head><body><main>
<h1>ChatFlow API</h1>
<p>Refusals are problem documents (RFC 9457). For machines: <a href="openapi.json">openapi.json</a>.</p>
${sections.join("\n")}<h1>Schemas</h1>${schemas.join("\n")}</main></body></html>`;
}

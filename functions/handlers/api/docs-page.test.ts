import { describe, expect, test } from "vitest";
import { ProblemCode, problemTypeUri } from "../../../contract/problem-codes.ts";
import { routes } from "../../../contract/routes.ts";
import { escapeHtml } from "../../platform/http/escape-html.ts";
import { fieldTable, prose } from "./docs-html.ts";
import { docsPage } from "./docs-page.ts";

const page = docsPage();
const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

describe("The API documentation page", () => {
  test("has a section for each route, with its method and path", () => {
    for (const [name, { method, path }] of Object.entries(routes)) {
      expect(ids).toContain(name);
      expect(page).toContain(`<span class="method ${method}">${method}</span><code>/api${path}</code>`);
    }
  });

  test("has a row at the address that each problem's `type` points to", () => {
    for (const code of ProblemCode.options) {
      expect(ids).toContain(problemTypeUri(code).split("#")[1]);
    }
  });

  test("contains the target of each of its links", () => {
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(100);
    expect(ids).toEqual(expect.arrayContaining(links));
  });

  test("uses each id once", () => {
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("The documentation page escapes markup in its texts", () => {
  expect(escapeHtml('<b a="&">')).toBe("&lt;b a=&quot;&amp;&quot;&gt;");
  expect(prose("`<x>` is <y>")).toBe("<code>&lt;x&gt;</code> is &lt;y&gt;");
});

test("A field's limits appear in its notes, except the bounds of safe integers", () => {
  const table = fieldTable({
    properties: {
      name: { type: "string", minLength: 3, maxLength: 32, description: "A name." },
      seq: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    },
    required: ["name"],
  });
  expect(table).toContain("<td>string</td><td>3 to 32 characters. A name.</td>");
  expect(table).toContain(
    '<code>seq</code> <span class="optional">optional</span></th><td>integer</td><td></td>',
  );
});

import fc from "fast-check";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ErrorReporter } from "../errors/error-reporter.ts";
import { ErrorsProvider } from "../errors/errors-context.tsx";
import Markdown from "./markdown.tsx";
import { MessageText, mayBeMarkdown } from "./message-text.tsx";

const reporter = new ErrorReporter({ version: "test" });
const rendered = (element: ReactNode) =>
  renderToStaticMarkup(<ErrorsProvider reporter={reporter}>{element}</ErrorsProvider>);

const html = (content: string) => rendered(<Markdown content={content} myUsername="ada" />);

/** Renders like a row. The parser loads lazily. */
const shown = (content: string) => rendered(<MessageText content={content} myUsername="ada" />);

describe("A message's text", () => {
  test.each([
    ["plain", "<p>plain</p>"],
    ["two\nlines", "<p>two<br/>lines</p>"],
    [
      "**bold** _it_ ~~no~~ `x<y`",
      "<p><strong>bold</strong> <em>it</em> <del>no</del> <code>x&lt;y</code></p>",
    ],
    ["- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
    ["3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'],
    ["> quoted", "<blockquote><p>quoted</p></blockquote>"],
    ["1 * 2 * 3 = 6 & a_b_c", "<p>1 * 2 * 3 = 6 &amp; a_b_c</p>"],
    ["&lt; stays", "<p>&amp;lt; stays</p>"],
    ["# loud", "<p><strong>loud</strong></p>"],
  ])("renders %j as HTML", (content, expected) => {
    expect(html(content)).toBe(expected);
  });

  test("contains links only to web and e-mail addresses", () => {
    expect(html("see https://a.example/x?y=1.")).toContain(
      '<a href="https://a.example/x?y=1" target="_blank"',
    );
    expect(html("[here](https://a.example)")).toContain('rel="noopener noreferrer nofollow">here</a>');
    for (const bad of ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "/c/1", "JaVaScRiPt:x"]) {
      expect(html(`[x](${bad})`)).not.toContain("<a");
      expect(html(`![x](${bad})`)).not.toContain("<a");
    }
    expect(html("![cat](https://a.example/cat.png)")).not.toContain("<img");
  });

  test("highlights mentions outside of code, and mentions of the user differently", () => {
    expect(html("hi @bob and **@ada**")).toMatch(/data-mine="false">@bob<.*data-mine="true">@ada</);
    expect(html("`@ada`")).not.toContain("data-mine");
  });

  test("is large if it consists of up to three emoji", () => {
    expect(shown("🦉👩🏽‍🚀")).toMatch(/^<div class="[^"]*">🦉👩🏽‍🚀<\/div>$/);
    expect(shown("🦉🦉🦉🦉")).toBe("<p>🦉🦉🦉🦉</p>");
  });

  test("looks the same without the Markdown parser if it contains no Markdown", () => {
    const plain = fc
      .array(fc.oneof(fc.stringMatching(/^[a-zäß .,!?'@0-9]*$/), fc.constantFrom("\n", "\n\n", "@ada", "🦉")))
      .map((parts) => parts.join("").trim())
      .filter((text) => text !== "" && !mayBeMarkdown.test(text) && !shown(text).startsWith("<div"));
    fc.assert(
      fc.property(plain, (text) => {
        // Browsers collapse white space at the edges of lines.
        const visible = (output: string) => output.replace(/\s*(<\/?(?:p|br)\/?>)\s*/g, "$1");
        expect(visible(shown(text))).toBe(visible(html(text)));
      }),
      { numRuns: 500 },
    );
  });
});

test("A message's text creates only the page's own elements, no event handlers and no links with other schemes", () => {
  const dangerous = fc.constantFrom(
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b>",
    "</div>",
    "javascript:",
    "[",
    "](",
    ")",
    "`",
    "```",
    "*",
    "_",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "|",
    "|-|",
    "<!--",
    "&#x6A;",
    "https://",
    "![",
    "@ada",
    " ",
    "\\",
    "<a href='javascript:x'>",
    "<svg/onload=x>",
    "x",
  );
  const own = /^(p|br|strong|em|del|code|pre|ul|ol|li|blockquote|hr|a|span|div|table|thead|tbody|tr|th|td)$/;
  fc.assert(
    fc.property(fc.array(fc.oneof(dangerous, fc.string())), (parts) => {
      const output = html(parts.join(""));
      for (const [, name = ""] of output.matchAll(/<\/?([a-z0-9]+)/g)) expect(name).toMatch(own);
      expect(output).not.toMatch(/<[^>]* on\w+=/);
      for (const [, href = ""] of output.matchAll(/href="([^"]*)"/g))
        expect(href).toMatch(/^(https?:|mailto:)/i);
    }),
    { numRuns: 1_000 },
  );
});

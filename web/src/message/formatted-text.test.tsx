import fc from "fast-check";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { plainLineParts } from "../../../contract/formatting/plain-line-parts.ts";
import { plainText } from "../../../contract/formatting/plain-text.ts";
import { messageText } from "../../../contract/formatting/testing.ts";
import { UserId } from "../../../contract/ids.ts";
import { mentions } from "../../../contract/mentions.ts";
import type { Mentions } from "../../../contract/messages.ts";
import { ErrorReporter } from "../errors/error-reporter.ts";
import { ErrorsProvider } from "../errors/errors-context.tsx";
import { FormattedText } from "./formatted-text.tsx";
import { MessageText } from "./message-text.tsx";

const reporter = new ErrorReporter({ version: "test" });
const rendered = (element: ReactNode) =>
  renderToStaticMarkup(<ErrorsProvider reporter={reporter}>{element}</ErrorsProvider>);

/** A look for Ada, in a conversation with these participants. */
const lookOf = (participants: readonly string[] = []) => ({
  myId: undefined,
  myUsername: "ada",
  isParticipant: (username: string) => participants.includes(username),
});

const html = (content: string, participants?: readonly string[]) =>
  rendered(<FormattedText content={content} mentionLook={lookOf(participants)} />);

/** Renders like a row. */
const shown = (content: string) => rendered(<MessageText content={content} mentionLook={lookOf()} />);

/** Returns the text of HTML. */
const textOf = (markup: string) =>
  markup
    .replace(/<[^>]*>/g, "")
    .replace(
      /&(lt|gt|amp|quot|#x27);/g,
      (_, name: string) => ({ lt: "<", gt: ">", quot: '"', "#x27": "'" })[name] ?? "&",
    );

describe("A message's text", () => {
  test.each([
    ["plain", "<p>plain</p>"],
    ["two\nlines", "<p>two<br/>lines</p>"],
    [
      "**bold** _it_ ~~no~~ `x<y`",
      '<p><strong>bold</strong> <em>it</em> <del>no</del> <code dir="ltr">x&lt;y</code></p>',
    ],
    ["- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
    ["> quoted", "<blockquote><p>quoted</p></blockquote>"],
    ["a  b", "<p>a  b</p>"],
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

  test.each([
    ["[https://bank.example](https://evil.example)", "https://bank.example (evil.example)"],
    ["[https://bank.example](https://evil.example:8443/x)", "https://bank.example (evil.example:8443)"],
    ["[the **bank.example** site](https://evil.example)", "the bank.example site (evil.example)"],
    ["[**bank.example**](https://evil.example)", "bank.example (evil.example)"],
    ["[bank\u3002example](https://evil.example)", "bank\u3002example (evil.example)"],
    ["[BANK.example](https://bank.example.evil.example)", "BANK.example (bank.example.evil.example)"],
    ["https://bank.example@evil.example", "https://bank.example@evil.example (evil.example)"],
    ["[ann@bank.example](mailto:eve@evil.example)", "ann@bank.example (eve@evil.example)"],
    ["[ann@bank.example](https://evil.example)", "ann@bank.example (evil.example)"],
    ["[safe\u202Eelpmaxe.knab](https://evil.example)", "safe\u202Eelpmaxe.knab (evil.example)"],
    ["[b\u0430nk](https://evil.example)", "b\u0430nk (evil.example)"],
    [
      "https://\u0430\u0440\u0440\u04cf\u0435.com",
      "https://\u0430\u0440\u0440\u04cf\u0435.com (xn--80ak6aa92e.com)",
    ],
  ])("shows the target of a link whose text suggests another one: %s", (content, expected) => {
    expect(textOf(html(content))).toBe(expected);
  });

  test.each([
    "https://a.example/x?to=b.example",
    "www.a.example",
    "https://m\u00fcnchen.example/",
    "http://[::1]:8080/x",
    "ann.smith@a.example",
    "[the docs](https://a.example)",
    "[a.example/docs](https://www.a.example/docs)",
    "[Version 1.2.3](https://a.example)",
    "[write to Ann@a.example](mailto:ann@a.example)",
    "[two\nlines](https://a.example)",
  ])("shows no target beside an honest link: %s", (content) => {
    expect(html(content)).toContain("<a");
    expect(html(content)).not.toContain("<bdi");
  });

  test("highlights mentions outside of code, and mentions of the user differently", () => {
    expect(html("hi @bob and **@ada**")).toMatch(/data-mine="false">@bob<.*data-mine="true">@ada</);
    expect(html("`@ada`")).not.toContain("data-mine");
  });

  test("has links to channels neither within code nor within other links", () => {
    const renderText = (text: string) => text.toUpperCase();
    const content = "see **#a** `#b` [#c](https://a.example)\n```\n#d\n```";
    const output = rendered(
      <FormattedText content={content} mentionLook={lookOf()} renderText={renderText} />,
    );
    expect(textOf(output)).toBe("SEE #A #b #c#d");
  });

  test("is large if it consists of up to three emoji", () => {
    expect(shown("🦉👩🏽‍🚀")).toMatch(/^<div class="[^"]*">🦉👩🏽‍🚀<\/div>$/);
    expect(shown("🦉🦉🦉🦉")).toBe("<p>🦉🦉🦉🦉</p>");
  });

  test("shows numbers as typed, and a task's box once", () => {
    expect(textOf(html("0. a\n7) b"))).toBe("0. a7) b");
    expect(html("0. a")).toContain('<li class="_signed_');
    expect(textOf(html("- [ ] t"))).toBe("☐ t");
    expect(textOf(html("1986. A great year."))).toBe("1986. A great year.");
  });

  test("highlights exactly the name that a mention means", () => {
    expect(html("@kim-.", ["kim", "kim-"])).toMatch(/>@kim-<\/span>\.<\/p>$/);
    expect(html("@kim-.", ["kim"])).toMatch(/>@kim<\/span>-\.<\/p>$/);
  });

  test("keeps code from left to right within Arabic text", () => {
    expect(html("شغّل `npm run x` أولاً")).toContain('<code dir="ltr">npm run x</code>');
    expect(html("مرحبا\n```\nif (a) {\n}\n```")).toMatch(/<div [^>]*dir="ltr"><pre/);
  });

  test("shows the mentions that the server has found, and no others", () => {
    const users = [{ id: UserId.parse("0b0f6bfe-6cf6-4d9a-8b0e-7a5a3d0b4a11"), username: "kim-" }];
    const markup = (mentions: Mentions) =>
      rendered(<FormattedText content="@kim-. @zoe @here" mentionLook={lookOf()} mentions={mentions} />);
    expect(markup({ users })).toMatch(/^<p><span [^>]*>@kim-<\/span>\. @zoe @here<\/p>$/);
    expect(markup({ users: [], wide: "here" })).toMatch(
      /^<p>@kim-\. @zoe <span [^>]*true">@here<\/span><\/p>$/,
    );
    expect(markup({ wide: "here" })).toMatch(/>@zoe<.*>@here</);
  });

  test("shows the language of a code block, and words that name no language as code", () => {
    expect(textOf(html("```js\na\n```"))).toBe("jsa");
    expect(textOf(html("```some text\nmore\n```"))).toBe("some text\nmore");
  });
});

test("A message's text highlights the user's name exactly if the message mentions the user", () => {
  const names = ["ada", "kim", "kim-", "kim-."];
  fc.assert(
    fc.property(messageText, fc.subarray(names), fc.constantFrom(...names), (content, others, me) => {
      const usernames = new Set([...others, me]);
      const look = { myId: undefined, myUsername: me, isParticipant: (name: string) => usernames.has(name) };
      const output = rendered(<FormattedText content={content} mentionLook={look} />);
      const people = [...usernames].map((username) => ({ username }));
      expect(output.includes('data-mine="true"')).toBe(mentions(content, { username: me }, people));
    }),
  );
});

test("A message's text shows every visible character, except the marks of formats and the addresses behind labels", () => {
  const withoutMarks = (text: string) => text.replace(/[\s*_~`#>|()[\]:☐-]/g, "");
  fc.assert(
    fc.property(messageText, (content) => {
      // Targets of links are not part of the source.
      const output = html(content).replace(/ <bdi class="[^"]*">[^<]*<\/bdi>/g, "");
      const addresses = [...output.matchAll(/href="([^"]*)"/g)].map(([, address = ""]) =>
        withoutMarks(address),
      );
      const source = withoutMarks(content.replaceAll("[X]", "[x]").replaceAll("☑", "x"));
      /** Adds the positions behind addresses, because the page hides an address that the source contains. */
      const andAfterAddresses = (positions: Set<number>) => {
        for (const at of positions) {
          for (const address of addresses) {
            if (address !== "" && source.startsWith(address, at)) positions.add(at + address.length);
          }
        }
        return positions;
      };
      // The shown text is the source, from which only addresses are missing. An address can also be shown, so several
      // positions of the source are possible at the same time.
      let positions = andAfterAddresses(new Set([0]));
      for (const character of withoutMarks(textOf(output).replaceAll("☑", "x"))) {
        const next = [...positions].filter((at) => source.startsWith(character, at));
        if (next.length === 0) throw new Error(`${character} is shown, but the source is ${source}`);
        positions = andAfterAddresses(new Set(next.map((at) => at + character.length)));
      }
      expect([...positions]).toContain(source.length);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ">".repeat(1_200),
  "> ".repeat(1_200),
  "1. ".repeat(2_660),
  "_a ".repeat(2_600),
  "[".repeat(8_000),
  "*_".repeat(4_000),
])("A message's text renders %.12j however often it is repeated", (bomb) => {
  expect(textOf(html(`${bomb}x`))).toContain("x");
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
  const own = /^(p|br|strong|em|del|code|pre|ul|ol|li|blockquote|a|bdi|span|div|table|thead|tbody|tr|th|td)$/;
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

test("A message's text on the page is its plain text, apart from white space and the signs of lists and tables", () => {
  const compact = (text: string) => text.replace(/[\s|•☑☐]/g, "");
  fc.assert(
    fc.property(messageText, (content) => {
      // Targets of links are not part of the plain text.
      const output = html(content).replace(/ <bdi class="[^"]*">[^<]*<\/bdi>/g, "");
      expect(compact(textOf(output))).toBe(compact(plainText(content)));
    }),
    { numRuns: 200 },
  );
});

test("A preview shows the emoji of the workspace in the same places as the message", () => {
  fc.assert(
    fc.property(messageText, (content) => {
      const pictures = [...html(content).matchAll(/<[^>]* title="([^"]*)" data-picture[^>]*>/g)];
      const names = plainLineParts(content).flatMap((part) => (typeof part === "string" ? [] : part.text));
      expect(names).toEqual(pictures.map(([, name]) => name));
    }),
  );
});

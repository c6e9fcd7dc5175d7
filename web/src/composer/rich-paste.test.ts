import fc from "fast-check";
import { expect, test } from "vitest";
import { plainText } from "../../../contract/formatting/plain-text.ts";
import { markdownOf } from "./rich-paste.ts";

test.each([
  [
    "<p>a <strong>bold</strong>, <em>slanted</em> and <del>wrong</del> word</p>",
    "a **bold**, _slanted_ and ~~wrong~~ word",
  ],
  ['<a href="https://example.com">a link</a>', "[a link](https://example.com)"],
  ["<ul><li>one</li><li>two</li></ul>", "- one\n- two"],
  ["<ol><li>one</li><li><b>two</b></li></ol>", "1. one\n2. **two**"],
  ["<pre><code>let a = 1;\n</code></pre>", "```\nlet a = 1;\n```"],
  ["<blockquote>said</blockquote>", "> said"],
  ['<b style="font-weight:normal"><span>from Google Docs</span></b>', "from Google Docs"],
  ["<style>p { color: red }</style><p>only <i>text</i></p>", "only _text_"],
  [
    "<p>2 * 3 [x] C:\\temp, @ada_b_, :smile_cat: and https://a.example/a_b <b>snake_case</b></p>",
    "2 * 3 [x] C:\\temp, @ada_b_, :smile_cat: and https://a.example/a_b **snake_case**",
  ],
  ["<p>1986. A <i>great</i> year</p>", "1986. A _great_ year"],
  [
    "wor<b>d</b>s <i>fine</i>, <b>twice <strong>bold</strong></b><s> end</s>",
    "words _fine_, **twice bold** ~~end~~",
  ],
  ["<b><p>one</p><p>two</p></b>", "one\n\ntwo"],
  ["one<br>two <b>three</b>", "one\ntwo **three**"],
  ["<div>one</div><div><b>two</b></div><div><br></div><div>three</div>", "one\n**two**\n\nthree"],
  [
    '<a href="https://a.example/x_(y) z">x</a> <a href="/relative">here</a> <a href="javascript:alert(1)">there</a>',
    "[x](https://a.example/x_%28y%29%20z) here there",
  ],
  [
    '<a href="https://a.example">https://a.example</a> <a href="mailto:a@b.example">a@b.example</a><a href="https://a.example/#x"></a>',
    "https://a.example a@b.example",
  ],
  ['<img src="https://a.example/x.png" alt="🦉"> <b>owl</b>', "🦉 **owl**"],
  ['<ol start="3"><li>three</li><li>four</li><li value="9">nine</li></ol>', "3. three\n4. four\n9. nine"],
  ["<ul><li>one<ul><li>two</li></ul></li></ul>", "- one\n  - two"],
  [
    "<ol><li>Run<pre>a\n\n\tb</pre></li><li>Wait</li></ol>",
    "1. Run\n\n   ```\n   a\n\n   \tb\n   ```\n2. Wait",
  ],
  ['<pre><code class="language-js">`a`<br>```\n</code></pre>', "````js\n`a`\n```\n````"],
  ["<pre>a<div>b</div><div>c</div></pre>", "```\na\nb\nc\n```"],
  [
    "<table><tr><th>Name</th><th>Age</th></tr><tr><td><b>Ann</b></td><td>3<br>4</td><td>x</td></tr></table>",
    "| Name | Age |  |\n| - | - | - |\n| **Ann** | 3 4 | x |",
  ],
  ["<table><tr><td>a|b</td><td><b>c</b></td></tr><tr><td>1</td><td>2</td></tr></table>", "a|b\t**c**\n1\t2"],
  ["<table><tr><td><p>one</p><p><b>two</b></p></td><td>three</td></tr></table>", "one\n\n**two**\n\nthree"],
  [
    '<b style="font-weight:normal"><span style="font-weight:400">not </span><span style="font-weight:700;font-style:italic">both</span> <span style="text-decoration:line-through">gone</span></b>',
    "not **_both_** ~~gone~~",
  ],
  ['<b>bold <span style="font-weight:700">still</span></b> <strike>old</strike>', "**bold still** ~~old~~"],
  [
    '<ul><li><input type="checkbox" checked disabled> done</li><li><input type="checkbox">open</li></ul>',
    "- [x] done\n- [ ] open",
  ],
  ['<ul><li role="checkbox" aria-checked="false"><p>open</p></li></ul>', "- [ ] open"],
  [
    '<h2 style="font-weight:600">Title</h2><p style="font-weight:700">A</p><blockquote style="font-style:italic">B</blockquote><ul style="font-weight:700"><li style="font-weight:700"><b>c</b></li><li style="font-weight:700"><p><span style="font-weight:700">d</span></p></li></ul><code style="font-style:italic">e</code>',
    "## Title\n\nA\n\n> B\n\n- **c**\n- **d**\n\n`e`",
  ],
  ["one<br><br>two <b>three<br><br>four</b>", "one\n\ntwo **three**\n\n**four**"],
  ["<details><summary>More</summary>hidden <b>text</b></details>after", "More\n\nhidden **text**\n\nafter"],
  // Editors, chats and Google Docs keep white space with a style.
  [
    "<div style='white-space: pre-wrap'>one\n  two <b>three</b>\r\n\nfour</div>",
    "one\n  two **three**\n\nfour",
  ],
  [
    "<div style='white-space:pre'><div><span>if x:</span></div>\n<div><span>    </span><b>y</b></div></div>",
    "if x:\n    **y**",
  ],
  [
    '<span style="white-space-collapse: preserve"><!-- a\nb -->a\n<img alt="x > y">\tb<i style="white-space: normal"> c\nd </i></span>e < f',
    "a\nx > y    b _c d_ e < f",
  ],
  ["<p>npm&nbsp;run <b>x</b></p>", "npm run **x**"],
  ['<span>one</span><span data-stringify-type="paragraph-break"></span><b>two</b>', "one\n\n**two**"],
  [
    "<p style='mso-list:l0 level1 lfo1'><span><span style='mso-list:Ignore'>·<span>&nbsp; </span></span></span>One</p><p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>2.</span>Two <b>b</b></p><p>after</p>",
    "- One\n   2. Two **b**\n\nafter",
  ],
  [
    "<ul><li>one</li><ul><li>two</li><ol><li>three</li></ol></ul><li>four</li></ul>",
    "- one\n  - two\n    1. three\n- four",
  ],
  [
    "<table><caption>Plan</caption><tr><th rowspan=2>A</th><th colspan=2>B</th></tr><tr><td>1</td><td><b>2</b></td></tr><tr><td>3</td><td></td><td>4</td></tr></table>",
    "Plan\n\n| A | B |  |\n| - | - | - |\n|  | 1 | **2** |\n| 3 |  | 4 |",
  ],
  ["<pre><div>js<button>Copy</button></div><code>a</code></pre><button>More</button>", "```\njs\na\n```"],
  ["ask <button>@design</button> <b>now</b> <button>Copy</button>", "ask @design **now**"],
  [
    "<div style='white-space: pre-line'>one\n  two   <b>three</b></div><P style='white-space-collapse: preserve-breaks'>a  b\nc</p>",
    "one\ntwo **three**\n\na b\nc",
  ],
  [
    "<h1 style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.1<span>&nbsp; </span></span>Title</h1><div><span style='mso-list:Ignore'>2&nbsp;</span>two</div>",
    "# 1.1 Title\n\n2 two",
  ],
  [
    ["a)", "iv.", "1.1", "1.", "o", "§", "Step 1:"]
      .map((mark) => `<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>${mark}</span>x</p>`)
      .join(""),
    "a) x\niv. x\n1.1 x\n1. x\n- x\n- x\nStep 1: x",
  ],
  [
    `<table><tr><td rowspan=25>A</td><td>0</td></tr>${"<tr><td><b>b</b></td></tr>".repeat(24)}<tr><td>c</td><td>d</td></tr></table>`,
    `| A | 0 |\n| - | - |\n${"|  | **b** |\n".repeat(24)}| c | d |`,
  ],
  [
    "<table><thead><tr><th rowspan=3>A</th><th>B</th></tr></thead><tbody><tr><td rowspan=0>1</td><td>2</td></tr><tr><td>3</td></tr><tr><td rowspan=''>4</td></tr></tbody></table>",
    "| A | B |\n| - | - |\n| 1 | 2 |\n|  | 3 |\n|  | 4 |",
  ],
])("Pasting %s types %s", (html, expected) => {
  expect(markdownOf(html)).toBe(expected);
});

const names = [
  "p",
  "div",
  "b",
  "i",
  "s",
  "span",
  "ul",
  "ol",
  "li",
  "pre",
  "code",
  "blockquote",
  "h2",
] as const;
const word = fc.stringMatching(/^[a-z]{3,8}$/);
const { content: richText } = fc.letrec<{ content: string }>((tie) => {
  const parts = fc.array(tie("content"), { maxLength: 4 });
  const row = parts.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  return {
    content: fc.oneof(
      { depthSize: "medium", maxDepth: 4 },
      fc.oneof(word, fc.constantFrom(" ", "<br>", "\n")),
      fc
        .tuple(fc.constantFrom(...names), parts)
        .map(([name, inside]) => `<${name} style="font-weight:700">${inside.join(" ")}</${name}>`),
      fc.array(row, { maxLength: 3 }).map((rows) => `<table>${rows.join("")}</table>`),
    ),
  };
});

test("Pasting rich text keeps every word of it, in the same order", () => {
  const words = (text: string) => text.match(/[a-z]{3,}/g) ?? [];
  fc.assert(
    fc.property(richText, (html) => {
      expect(words(plainText(markdownOf(html)))).toEqual(words(html.replace(/<[^>]*>/g, " ")));
    }),
    { numRuns: 60 },
  );
});

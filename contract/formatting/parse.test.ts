import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "../limits.ts";
import { disproportionate, growthOf } from "../testing/growth.ts";
import { hasVisibleCharacter } from "../visible.ts";
import { parseMessage } from "./parse.ts";
import { textOf } from "./plain-text.ts";
import { messageText, piecesOf, withoutMarks } from "./testing.ts";
import type { Block, Inline } from "./tree.ts";

/** Writes a tree as short HTML, for comparisons. */
const inlineHtml = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      if (node.type === "text") return node.text;
      if (node.type === "mention") return `<@>${node.text}</@>`;
      if (node.type === "emoji") return `<:>${node.name}</:>`;
      if (node.type === "code") return `<code>${node.text}</code>`;
      const name = node.type === "link" ? `a ${node.address}` : node.type;
      return `<${name}>${inlineHtml(node.children)}</>`;
    })
    .join("");

function blockHtml(block: Block): string {
  switch (block.type) {
    case "paragraph":
      return `<p>${inlineHtml(block.children)}</p>`;
    case "heading":
      return `<h>${inlineHtml(block.children)}</h>`;
    case "code":
      return `<pre ${block.language}>${block.text}</pre>`;
    case "quote":
      return `<quote>${html(block.children)}</quote>`;
    case "list":
      return block.items
        .map(({ marker, isDone, children }) => `<li ${marker}${isDone ?? ""}>${html(children)}</li>`)
        .join("");
    case "table":
      return [block.header, ...block.rows]
        .map((row) => `<tr>${row.map((cell) => `<td>${inlineHtml(cell)}</td>`).join("")}</tr>`)
        .join("");
  }
}

const html = (blocks: readonly Block[]): string => blocks.map(blockHtml).join("");
const parsed = (content: string) => html(parseMessage(content));

describe("A message", () => {
  test.each([
    "[TODO]: fix",
    "#",
    "#channel",
    ">",
    ">>>x",
    ">_<",
    ">︿<",
    ">（笑）",
    ">5 people",
    "-",
    "1.",
    "---",
    "* * *",
    "* * * * * /usr/bin/backup",
    "_________",
    "\\\\server\\share",
    "¯\\_(ツ)_/¯",
    "2*3*4",
    "a_b_c __init__.py __dirname",
    "*.ts, *.js and **/*.tsx",
    "f(*args, **kwargs)",
    "int *p, *q;",
    "/* comment */",
    "-_- (*_*) >_< o_O '_' and '_' ^_^ *_* -_-",
    "\\*no escape\\* &amp; &lt;b&gt;",
    "<b>no HTML</b>",
    "****",
    "~~ ~~ ** ** ` `",
    "title\n===",
    "title\n---",
    "[a][b]",
    "![a][b]",
    "f() {\n    return 1\n}",
    "a  b\tc",
    "```\ncode without an end",
    "```\n```",
    "~~~js\n~~~",
    "[x](/relative)",
    "[x](javascript:alert(1))",
    "[\u200b](mailto:a@b.example x)",
    '[a](https://a.example "title")',
    "https:// www. http://% https://.",
    "http://256.256.256.256 https://-a.example www.a www..a",
    `a@${"b.".repeat(130)}example`,
    "*a * b",
    "(_a (_",
    "__a__ ___b___",
    "**a *b_ c",
    "x **\u200b** y",
    "- \u200b",
    "a|b\nx|y",
    "a|b\n-|x",
    "a|b\n-|-x",
    "a|b\n-|x-",
    "a\n-|-",
    "|a|\n---",
    "|\u200b|\n|-|",
    "a|b|c\n-|-",
    "f(**kwargs) returns x**2, and {**a,**b} merges",
    "**/*.ts,**/*.js and **/node_modules/**",
    '["**/*.ts","**/dist/**"]',
    "*.c/*.h and */* or text/*, */*",
    "/*a*/*b*/ and _next/static_files",
    "(˙_˙) (°_°) ¬_¬ •_• ᕕ(_ᐛ_)ᕗ",
  ])("%j is shown as typed", (content) => {
    expect(textOf(parseMessage(content))).toBe(content);
  });

  test.each([
    ["two\nlines\n\nand more", "<p>two\nlines</p><p>and more</p>"],
    [
      "**bold** _it_ *it* ~~no~~ `x<y`",
      "<p><strong>bold</> <emphasis>it</> <emphasis>it</> <strike>no</> <code>x<y</code></p>",
    ],
    [
      "***both***, **a *b***, **_c_**.",
      "<p><strong><emphasis>both</></>, <strong>a <emphasis>b</></>, <strong><emphasis>c</></>.</p>",
    ],
    ["*a **b* c**", "<p><emphasis>a **b</> c**</p>"],
    ["这是**重点**内容", "<p>这是<strong>重点</>内容</p>"],
    ["**テスト。**テスト", "<p><strong>テスト。</>テスト</p>"],
    ["(*a*) “*b*” *c*—*d*!", "<p>(<emphasis>a</>) “<emphasis>b</>” <emphasis>c</>—<emphasis>d</>!</p>"],
    ["# loud", "<h>loud</h>"],
    ["# C #", "<h>C #</h>"],
    ["> a\n> b\nc", "<quote><p>a\nb</p></quote><p>c</p>"],
    [">a", "<quote><p>a</p></quote>"],
    ["> > a", "<quote><p>> a</p></quote>"],
    [">「a」\n>“b”", "<quote><p>「a」\n“b”</p></quote>"],
    [">\u3000a", "<quote><p>a</p></quote>"],
    ["-\u3000[x]\u3000a\n-\u3000b", "<li -true><p>a</p></li><li -><p>b</p></li>"],
    ["#\u3000a\n1.\u3000b", "<h>a</h><li 1.><p>b</p></li>"],
    ["|a|\n|-|\n|b|\n> c|d", "<tr><td>a</td></tr><tr><td>b</td></tr><quote><p>c|d</p></quote>"],
    ["0. a", "<li 0.><p>a</p></li>"],
    ["2. a\n5) b", "<li 2.><p>a</p></li><li 5)><p>b</p></li>"],
    ["1986. A great year.", "<li 1986.><p>A great year.</p></li>"],
    ["1. 1. a", "<li 1.><p>1. a</p></li>"],
    ["- [ ] t\n- [x] u", "<li -false><p>t</p></li><li -true><p>u</p></li>"],
    ["- a\n  b\n  - c\n\n  d", "<li -><p>a\nb</p><li -><p>c</p></li><p>d</p></li>"],
    ["1. a\n   ```js\n   b\n   ```\n2. c", "<li 1.><p>a</p><pre js>b</pre></li><li 2.><p>c</p></li>"],
    ["- a\nb", "<li -><p>a</p></li><p>b</p>"],
    ["    a\n\n      b\nc", "<pre >a\n\n  b</pre><p>c</p>"],
    ["    a\n\t\tb\n\n     \tc", "<pre >a\n\tb\n\n \tc</pre>"],
    ["```\n  a\n\tb\n   \n\t \tc\n```", "<pre >  a\n\tb\n   \n\t \tc</pre>"],
    ["  ```\n   a\n b\n\tc\n  ```", "<pre > a\nb\n  c</pre>"],
    ["- a\n  ```\n  all:\n  \tmake\n  ```", "<li -><p>a</p><pre >all:\n\tmake</pre></li>"],
    ["- a\n\t- b\n\t\t- c", "<li -><p>a</p><li -><p>b</p><li -><p>c</p></li></li></li>"],
    ["```some text\nmore\n```", "<pre >some text\nmore</pre>"],
    ["~~~ts\na\n```\n~~~~", "<pre ts>a\n```</pre>"],
    ["```console.log(1)```", "<p><code>console.log(1)</code></p>"],
    ["`` a`b `` and `a\nb`", "<p><code>a`b</code> and <code>a\nb</code></p>"],
    ["see ```\n  a\n b\n```", "<p>see <code>  a\n b</code></p>"],
    ["```a\n```", "<p><code>a</code></p>"],
    ["- ```sh\n  a\n  ```\n- b", "<li -><pre sh>a</pre></li><li -><p>b</p></li>"],
    ["1. ```\n   a\n     b\n   ```\n   c", "<li 1.><pre >a\n  b</pre><p>c</p></li>"],
    [
      "|a|b|\n|-|:-:|\n|1|`2|2`|3|",
      "<tr><td>a</td><td>b</td></tr><tr><td>1</td><td><code>2|2</code></td><td>3</td></tr>",
    ],
    ["|a||\n|---|:--:|\n|\nno row", "<tr><td>a</td><td></td></tr><tr><td></td></tr><p>no row</p>"],
    ["a`|b\n-|-", "<tr><td>a`</td><td>b</td></tr>"],
    ["𠮷**b**", "<p>𠮷<strong>b</></p>"],
    ["`a ` ` a`", "<p><code>a </code> <code> a</code></p>"],
    ["``` js \nx\n```", "<pre js>x</pre>"],
    ["````\n```\na\n```\n````", "<pre >```\na\n```</pre>"],
    ["**a _x *b***", "<p><strong>a _x <emphasis>b</></></p>"],
    ["*`a` `b`*", "<p><emphasis><code>a</code> <code>b</code></></p>"],
    ["**_`a` `b`_**", "<p><strong><emphasis><code>a</code> <code>b</code></></></p>"],
    [" \t\tx", "<pre >\tx</pre>"],
    ["   - a\n \tb", "<li -><p>a</p></li><pre >b</pre>"],
    ["> \n> a", "<quote><p>a</p></quote>"],
    ["# a\rb\r\nc", "<h>a</h><p>b\nc</p>"],
    ["```js\na\n\n- b```", "<pre js>a\n\n- b</pre>"],
    ["```\na `b` ``` \nc", "<pre >a `b` </pre><p>c</p>"],
    ["```\nuse ```x```\n```", "<pre >use ```x```</pre>"],
    ["- ```\n  a```\n- b", "<li -><pre >a</pre></li><li -><p>b</p></li>"],
    ["- > a\n- b", "<li -><p>> a</p></li><li -><p>b</p></li>"],
    ["- > a\n  > b\n- c", "<li -><quote><p>a\nb</p></quote></li><li -><p>c</p></li>"],
    ["- |a|\n  |-|\n  |b|", "<li -><tr><td>a</td></tr><tr><td>b</td></tr></li>"],
  ])("%j is parsed into %j", (content, expected) => {
    expect(parsed(content)).toBe(expected);
  });

  test.each([
    "**„Hallo“** sagte",
    "„**Hallo**“",
    "**»Ja«**",
    "»**Ja**«",
    "**”Hej”**",
    "‚**x**‘",
    "نص **عربي**، نص",
    "क्या **यह**?",
    "**यह**। वह",
    "¿**Qué**?",
    "…**a**",
    "$**5** and **5**€, **50**%",
    "#**5**",
    "**Ada**'s, **Bob**’s",
    "**x**/**y**, **a**-**b**, **a**+**b**, **k**=v, **k**:v",
    "**.env** and **/etc/hosts**",
    "**+1** **?** **!important**",
    "(**👍 x**)",
    "🏳️‍🌈**x**🇩🇪 ❤️**x**❤️ 👍🏽**x**👍🏽",
    "\u200f**x**\u200f",
    "کتاب\u200c**ها**",
    "**https://a.example/**",
  ])("The clear marks in %j format its words", (content) => {
    expect(textOf(parseMessage(content))).toBe(content.replaceAll("**", ""));
  });

  test.each([
    "«_x_» „_x_“ »_x_«",
    "نص _عربي_، نص",
    "_Ada_'s and _Bob_’s",
    "_x_/_y_ and _a_-_b_",
    "❤️_x_❤️",
    "_https://a.example/_",
    "_50_% and _5_ €",
    "\u200b_x_",
  ])("The single marks in %j format its words", (content) => {
    for (const mark of ["_", "*"])
      expect(textOf(parseMessage(content.replaceAll("_", mark)))).toBe(content.replaceAll("_", ""));
  });

  test.each([
    [":shipit:", "<:>shipit</:>"],
    ["**:aa: bb**", "<strong><:>aa</:> bb</>"],
    ["_:aa: bb_", "<emphasis><:>aa</:> bb</>"],
    ["done :ship_it-now+1:, see", "done <:>ship_it-now+1</:>, see"],
    ["(:aa:) *:bb:*!\n:cc:", "(<:>aa</:>) <emphasis><:>bb</:></>!\n<:>cc</:>"],
    [":aa::bb: 🎉:cc:👍🏽", "<:>aa</:><:>bb</:> 🎉<:>cc</:>👍🏽"],
    ["- :aa:", "<li -><p><:>aa</:></p></li>"],
    ["@ada :aa:", "<@>@ada</@> <:>aa</:>"],
    ["「:aa:」 “:bb:”。", "「<:>aa</:>」 “<:>bb</:>”。"],
    [":aa: hi @ada", "<:>aa</:> hi <@>@ada</@>"],
  ])("%j contains the names of emoji: %j", (content, expected) => {
    expect(parsed(content).replace(/^<p>(.*)<\/p>$/s, "$1")).toBe(expected);
  });

  test.each([
    "std::cat::dog",
    "1:100:1 at 10:100:30",
    ":aa:x x:aa: 好:aa:好",
    ":a: :AA: :a a: ::aa:: :aa",
    `:${"a".repeat(33)}:`,
    "`:aa:` `x`:aa: :aa:`x`",
    "@ada:aa:",
    "http://h/a:100:b [:aa:](https://a.example)",
    "```\n:aa:\n```",
    `${"👍🏽".repeat(500)}:aa:x`,
  ])("%j contains no name of an emoji", (content) => {
    expect(parsed(content)).not.toContain("<:>");
  });

  test.each([
    ["https://example.com/a، ثم", "<a https://example.com/a>https://example.com/a</>، ثم"],
    ["https://example.com؟", "<a https://example.com>https://example.com</>؟"],
    ["https://example.com/a।", "<a https://example.com/a>https://example.com/a</>।"],
    ["https://example.com/a。次の", "<a https://example.com/a>https://example.com/a</>。次の"],
    ["見てhttps://例え.jp/あ、ね", "見て<a https://例え.jp/あ>https://例え.jp/あ</>、ね"],
    ["http://пример.рф", "<a http://пример.рф>http://пример.рф</>"],
    ["(https://a.example/x_(y)).", "(<a https://a.example/x_(y)>https://a.example/x_(y)</>)."],
    ["*https://a.example/b_c*!", "<emphasis><a https://a.example/b_c>https://a.example/b_c</></>!"],
    ["<https://a.example>", "<<a https://a.example>https://a.example</>>"],
    ["www.a.example.", "<a https://www.a.example>www.a.example</>."],
    ["http://[::1]:3000/x", "<a http://[::1]:3000/x>http://[::1]:3000/x</>"],
    ["foo_bar@x.example,", "<a mailto:foo_bar@x.example>foo_bar@x.example</>,"],
    ["[a **b**](https://a.example/(x))", "<a https://a.example/(x)>a <strong>b</></>"],
    ["[](https://a.example)", "[](<a https://a.example>https://a.example</>)"],
    ["![cat](https://a.example)", "!<a https://a.example>cat</>"],
    [
      "[a [b](https://b.example) c](https://c.example)",
      "[a <a https://b.example>b</> c](<a https://c.example>https://c.example</>)",
    ],
    ["[https://a.example](https://b.example)", "<a https://b.example>https://a.example</>"],
    [
      "https://good.example\\@bad.example",
      "<a https://good.example>https://good.example</>\\<@>@bad.example</@>",
    ],
    [
      "[x](https://good.example\\@bad.example)",
      "[x](<a https://good.example>https://good.example</>\\<@>@bad.example</@>)",
    ],
    ["xhttps://a.example", "xhttps://a.example"],
    ["a！https://a.example", "a！<a https://a.example>https://a.example</>"],
    ["www.ab.example", "<a https://www.ab.example>www.ab.example</>"],
    ["a@b.example@c.example", "<a mailto:a@b.example>a@b.example</><@>@c.example</@>"],
    ["[https://a.example/x](y", "[<a https://a.example/x](y>https://a.example/x](y</>"],
    ["*[a* ](https://b.example)", "<emphasis>[a</> ](<a https://b.example>https://b.example</>)"],
    ["[**https://a.example**](https://b.example)", "<a https://b.example><strong>https://a.example</></>"],
    [
      "https://a.example,https://b.example:8080;www.c.example|x",
      "<a https://a.example>https://a.example</>,<a https://b.example:8080>https://b.example:8080</>;<a https://www.c.example>www.c.example</>|x",
    ],
    ["_https://a.example/_!", "<emphasis><a https://a.example/>https://a.example/</></>!"],
    [
      "ada@exämple.de, ada@例え.jpまで (info@пример.рф)",
      "<a mailto:ada@exämple.de>ada@exämple.de</>, <a mailto:ada@例え.jp>ada@例え.jp</>まで (<a mailto:info@пример.рф>info@пример.рф</>)",
    ],
    [
      "ada@exämple ada@b.exampleпривет jürgen@a.example ada@a.ä ada@firma.vermögensberater",
      "ada@exämple <a mailto:ada@b.example>ada@b.example</>привет jürgen@a.example ada@a.ä <a mailto:ada@firma.vermögensberater>ada@firma.vermögensberater</>",
    ],
    ["https://a.example–b", "<a https://a.example>https://a.example</>–b"],
    ["https://a.example(b)", "<a https://a.example>https://a.example</>(b)"],
    ["https://a.example🎉", "<a https://a.example>https://a.example</>🎉"],
    ["❤️https://a.example", "❤️<a https://a.example>https://a.example</>"],
    ["https://a.exampleを見て", "<a https://a.example>https://a.example</>を見て"],
    ["www.a.example에서", "<a https://www.a.example>www.a.example</>에서"],
    [
      "http://localhost:3000を http://localhostで",
      "<a http://localhost:3000>http://localhost:3000</>を <a http://localhost>http://localhost</>で",
    ],
    ["https://a.例え。", "<a https://a.例え>https://a.例え</>。"],
    ["https://例a.jp", "<a https://例a.jp>https://例a.jp</>"],
    ["http://https://a.example", "http://<a https://a.example>https://a.example</>"],
    ["git@a.example:x/y.git ssh://git@a.example/x", "git@a.example:x/y.git ssh://git@a.example/x"],
    ["git@git.a.example:x/y.git b@b.co.uk:x", "git@git.a.example:x/y.git b@b.co.uk:x"],
    ["git@ssh.dev.a.example:v3/x git@a.b.2:x", "git@ssh.dev.a.example:v3/x git@a.b.2:x"],
    ["ada@a.b.example. Hi", "<a mailto:ada@a.b.example>ada@a.b.example</>. Hi"],
    ["ada@a.b.example...and", "<a mailto:ada@a.b.example>ada@a.b.example</>...and"],
    ["ada@a.b.example: hi", "<a mailto:ada@a.b.example>ada@a.b.example</>: hi"],
    ["ada@a.example.2", "<a mailto:ada@a.example>ada@a.example</>.2"],
    ["ada@a.example: hi", "<a mailto:ada@a.example>ada@a.example</>: hi"],
    [
      "https://a.example:smile: http://h:80:",
      "<a https://a.example>https://a.example</>:smile: <a http://h:80>http://h:80</>:",
    ],
    [
      "[x](https://a.example,https://b.example)",
      "[x](<a https://a.example>https://a.example</>,<a https://b.example>https://b.example</>)",
    ],
    [
      "https://a.example/x,y;z|w?u=http://b.example:80",
      "<a https://a.example/x,y;z|w?u=http://b.example:80>https://a.example/x,y;z|w?u=http://b.example:80</>",
    ],
  ])("%j contains the links in %j", (content, expected) => {
    expect(parsed(content)).toBe(`<p>${expected}</p>`);
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** Whether a label repeats its address, which would be counted only once. */
const repeatsAddress = (content: string) =>
  /\]\((?:https?:\/\/|mailto:)?a\.example|\[[^\]]*a\.example/.test(content);

test("A parsed message contains every character of the text except the marks of its formats, in the same order", () => {
  fc.assert(
    fc.property(messageText, (content) => {
      fc.pre(!repeatsAddress(content));
      expect(withoutMarks(piecesOf(parseMessage(content)).join(""))).toBe(
        withoutMarks(content.replace(/\[X\]/g, "[x]")),
      );
    }),
    { numRuns: 2_000 },
  );
});

test("A parsed message contains every parenthesis outside links", () => {
  const parentheses = (text: string) => text.replace(/[^()]/g, "");
  fc.assert(
    fc.property(messageText, (content) => {
      fc.pre(!content.includes("]("));
      expect(parentheses(piecesOf(parseMessage(content)).join(""))).toBe(parentheses(content));
    }),
    { numRuns: 2_000 },
  );
});

test("A parsed message shows something if the text does, and every part of it does", () => {
  const check = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.type === "list") for (const { children } of block.items) check(children);
      else expect(hasVisibleCharacter(textOf([block]))).toBe(true);
    }
  };
  fc.assert(
    fc.property(messageText, (content) => {
      const blocks = parseMessage(content);
      expect(hasVisibleCharacter(textOf(blocks))).toBe(hasVisibleCharacter(content));
      if (!/\p{Default_Ignorable_Code_Point}|\p{C}/u.test(content)) check(blocks);
    }),
    { numRuns: 1_000 },
  );
});

test("A parsed message contains no empty text, and no two texts beside each other", () => {
  const check = (nodes: readonly Inline[]): void => {
    for (const [at, node] of nodes.entries()) {
      if (node.type === "text")
        expect([node.text === "", nodes[at + 1]?.type === "text"]).toEqual([false, false]);
      if ("children" in node) check(node.children);
    }
  };
  fc.assert(
    fc.property(messageText, (content) => {
      for (const block of parseMessage(content)) if (block.type === "paragraph") check(block.children);
    }),
    { examples: [["[a]@ada b"], ["@ada"], [":aa:"]] },
  );
});

const bombs = [
  ">",
  "> ",
  "\n>",
  "\n> \u200b",
  "~",
  "\u2028",
  "1. ",
  "- ",
  "_",
  "_a ",
  "*a ",
  "**a ",
  "_*",
  "*_a ",
  "[",
  "[a](",
  "[a](https://x",
  "](https://a.example)",
  "`",
  "`a``b",
  "``` x\n",
  "```\n",
  "~~~x\n~~~~y\n",
  "|",
  "|a|\n|-|\n",
  "a|b\n-|-\n",
  " ",
  "\n",
  "\t\n",
  "(",
  "https://",
  "http://%",
  "www.",
  "a@",
  "@a.",
  "@...",
  "a.b@c.d-",
  ".bb.cc:x",
  "*\u200b",
  "\u200b*",
  "  - a\n",
  "- a\n\n\n",
  "#  ",
  "＠ada",
  "_@a",
  "@a-.-.-",
  "- > a\n  > - b\n    > c\n",
  "1. ~~**_`a`_**~~ [a](https://a.example) @a :a:\n",
  "Z\u0351\u036b\u0343",
  "שלום abc \u202e",
  "👩🏽‍🚀:ok:",
  "[https://a?u=@x](https://b)",
];

test("A parsed message is at most as deep as the limit allows", () => {
  const deepest = (content: string) => depthOf(parseMessage(content));
  const stairs = Array.from({ length: 90 }, (_, level) => `${"  ".repeat(level)}- a`).join("\n");
  for (const content of [...bombs.map((bomb) => `${bomb.repeat(4_000)}x`), stairs])
    expect(deepest(content)).toBeLessThan(limits.formattingDepth * 4 + 20);
});

test("Parsing looks at each character a limited number of times", () => {
  const workFor = (content: string) => {
    let sum = 0;
    parseMessage(content, (characters) => {
      sum += characters;
    });
    return sum;
  };
  const bomb = fc
    .array(fc.constantFrom(...bombs), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(bomb, (part) => {
      const content = part.repeat(Math.ceil(limits.message.max / part.length));
      const work = workFor(content);
      expect(work / content.length).toBeLessThan(100);
      expect(workFor(content + content)).toBeLessThan(2.1 * work + 2_000);
    }),
    { numRuns: 150 },
  );
});

test.each(["\n>", "_*", "~", "가", "@a."])(
  "The time to parse a message grows in proportion to its text, which repeats %j",
  (part) => {
    const parse = (content: string) => parseMessage(`${content}\u2028`);
    expect(growthOf(parse, part, 1_000)).toBeLessThan(disproportionate);
  },
);

test("A label that is itself an address ends before its link's address", () => {
  expect(parsed("[https://a.example/path](https://b.example)")).toBe(
    "<p><a https://b.example>https://a.example/path</></p>",
  );
  expect(parsed("see [www.a.example/x?y](https://b.example/z) there")).toBe(
    "<p>see <a https://b.example/z>www.a.example/x?y</> there</p>",
  );
  // Without a label's beginning, the brackets belong to the address.
  expect(parsed("https://a.example/x](https://b.example)")).toBe(
    "<p><a https://a.example/x](https://b.example)>https://a.example/x](https://b.example)</></p>",
  );
});

test("Several blank lines between blocks are counted, so that the message looks as it was written", () => {
  expect(parseMessage("one\n\ntwo\n\n\n\n- three\n\n\nfour\n\n\n").map(({ gap }) => gap)).toEqual([
    undefined,
    undefined,
    2,
    1,
  ]);
  expect(parseMessage("\n\n\none").map(({ gap }) => gap)).toEqual([undefined]);
});

import { expect, test } from "vitest";
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
])("Pasting %s types %s", (html, expected) => {
  expect(markdownOf(html)).toBe(expected);
});

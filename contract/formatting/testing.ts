import fc from "fast-check";

/** Pieces of markup, and text that is easily taken for some. */
const piece = fc.constantFrom(
  ..."*_~`#>|()[]-:!\\@.,'".split(""),
  ...[
    "**",
    "***",
    "~~",
    "```",
    "~~~",
    "```js\n",
    "](",
    "](https://u.example/x)",
    "[label](https://u.example)",
  ],
  ...["> ", "- ", "* ", "1. ", "42) ", "# ", "- [ ] ", "- [x] ", "    ", "\t", " ", "\n", "\n\n", "\n  "],
  ...[
    "|-|-|\n",
    "a|b\n-|-\n",
    "https://a.example",
    "www.a.example",
    "mail@a.example",
    "@ada",
    "@kim-.",
    "_@ada_",
  ],
  ...[
    "word",
    "a",
    "2",
    "日本",
    "。",
    "é",
    "🦉",
    "👩🏽‍🚀",
    "\u200b",
    "\u202e",
    "<b>",
    "&amp;",
    "\r\n",
    "\u2028",
  ],
);

/** Any text of a message, often with markup. */
export const messageText = fc
  .array(fc.oneof({ weight: 6, arbitrary: piece }, fc.string({ unit: "grapheme", maxLength: 5 })), {
    maxLength: 24,
  })
  .map((parts) => parts.join(""));

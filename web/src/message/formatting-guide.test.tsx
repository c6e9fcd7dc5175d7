import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Fragment, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ConversationId } from "../../../contract/ids.ts";
import { ChannelNames } from "../channel-names/channel-names.ts";
import { ErrorReporter } from "../errors/error-reporter.ts";
import { ErrorsProvider } from "../errors/errors-context.tsx";
import { FormattedText } from "./formatted-text.tsx";

/** The page for users that shows all formats. */
const guide = readFileSync(join(import.meta.dirname, "../../../docs/user/formatting.md"), "utf8");
const reporter = new ErrorReporter({ version: "test" });
const look = { myId: undefined, myUsername: "ada", isParticipant: (username: string) => username === "name" };

const channel = {
  id: ConversationId.parse("00000000-0000-4000-8000-000000000001"),
  name: "channel",
  isJoined: true,
};
const channels = new ChannelNames([channel]);

/** Links the channel that the guide names, as the page does with the channels that the reader knows. */
const withChannels = (text: string, lines: (text: string) => ReactNode) =>
  channels.split(text).map((part) =>
    typeof part === "string" ? (
      <Fragment key={part}>{lines(part)}</Fragment>
    ) : (
      <a key={part.text} href={`/c/${part.channel.id}`}>
        {part.text}
      </a>
    ),
  );

const html = (content: string) =>
  renderToStaticMarkup(
    <ErrorsProvider reporter={reporter}>
      <FormattedText content={content} mentionLook={look} renderText={withChannels} />
    </ErrorsProvider>,
  );

const formatted = /<(strong|em|del|code|pre|blockquote|ul|ol|table|a|span|button)\b/;

/** Lists the code spans of a line. */
const codeIn = (line: string) =>
  Array.from(line.matchAll(/(`+) ?(.+?) ?\1(?!`)/g), ({ 2: code = "" }) => code);

const [formats = "", stays = ""] = guide.split("## Text that stays as you type it");
const examples = formats
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .flatMap((line) => codeIn(line.split(" | ")[0] ?? ""))
  .filter((example) => example !== "#");
const exceptions = stays
  .split("\n")
  .filter((line) => line.startsWith("- "))
  .flatMap(codeIn)
  .filter((text) => text !== "~~~");

test("The guide has an example of each format", () => {
  expect(examples.length).toBeGreaterThan(15);
  expect(exceptions.length).toBeGreaterThan(10);
});

test.each(examples)("The guide's example %j is formatted", (example) => {
  expect(html(example)).toMatch(formatted);
});

test("The guide's code has colours and its table has columns", () => {
  const [, code = ""] = /^````\n([\s\S]*?)^````/m.exec(guide) ?? [];
  expect(html(code)).toContain("<pre");
  const [, table = ""] = /^```\n(\|[\s\S]*?)^```/m.exec(guide) ?? [];
  expect(html(table)).toContain("<table");
});

test.each(exceptions)("The guide's text %j stays as it was typed", (text) => {
  const markup = html(text);
  expect(markup.replaceAll(/<a\b[^>]*>|<\/a>/g, "")).not.toMatch(formatted);
  const shown = markup.replace(/<[^>]*>/g, "").replace(
    /&(lt|gt|amp|quot|#x27);/g,
    (_, name: string) =>
      new Map([
        ["lt", "<"],
        ["gt", ">"],
        ["quot", '"'],
        ["#x27", "'"],
      ]).get(name) ?? "&",
  );
  expect(shown).toBe(text);
});

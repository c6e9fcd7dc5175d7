import type { Page } from "playwright-core";

/** A text that only one component's code contains, in the built page. */
const marks = {
  "the message list": "increaseViewportBy:600",
  "a message": '"data-message":',
  "the composer": '"data-dropping":',
  "an item of the conversation list": '"data-unread":',
};

type Part = keyof typeof marks;

/** Counts how often each part of the page renders during an action. Chromium counts the calls of its functions. */
export async function rendersDuring(
  page: Page,
  action: () => Promise<unknown>,
): Promise<Record<Part, number>> {
  await page.coverage.startJSCoverage();
  await action();
  const scripts = await page.coverage.stopJSCoverage();
  const rendersOf = (part: Part): number => {
    for (const { source = "", functions } of scripts) {
      const at = source.indexOf(marks[part]);
      if (at < 0) continue;
      const around = functions
        .map(({ ranges: [whole] }) => whole)
        .filter((range) => range && range.startOffset <= at && at < range.endOffset)
        .sort((one, other) => (other?.startOffset ?? 0) - (one?.startOffset ?? 0));
      return around[0]?.count ?? 0;
    }
    return 0;
  };
  return {
    "the message list": rendersOf("the message list"),
    "a message": rendersOf("a message"),
    "the composer": rendersOf("the composer"),
    "an item of the conversation list": rendersOf("an item of the conversation list"),
  };
}

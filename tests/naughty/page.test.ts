import { expect, inject, test } from "vitest";
import { plainText } from "../../contract/formatting/plain-text.ts";
import { hasVisibleCharacter } from "../../contract/visible.ts";
import { openPage, signIn } from "../browser/browser.ts";
import { browser, withBrowser } from "../browser/with-browser.ts";
import { newPeople } from "../support/people.ts";
import { markdownExamples, naughtyStrings, partsOf, sampleOf } from "./corpora.ts";

const { url } = inject("stack");

withBrowser();

/** Leaves out white space, bullets and the lines of tables, which the browser draws. */
const compact = (text: string) => text.replace(/[\s•|]/g, "");

const texts = [...sampleOf(naughtyStrings, 8), ...sampleOf(markdownExamples, 8)].filter(hasVisibleCharacter);

test(
  "The page shows the text of naughty strings and Markdown examples",
  async () => {
    const [ann, ben] = await newPeople(url, 2);
    // High enough for all messages of a part, because a list renders only the visible ones.
    const { page } = await openPage(browser, url, { viewport: { width: 1_200, height: 6_000 } });
    await signIn(page, ann);
    for (const part of partsOf(texts, 20)) {
      const { id } = await ben.startGroup([ann]);
      for (const content of part) await ben.send(id, content);
      await page.goto(`/c/${id}`);
      const messages = page.locator("[data-message]");
      await messages.nth(part.length - 1).waitFor();
      const shown = await messages.evaluateAll((rows) =>
        rows.map((row) => row.querySelector<HTMLElement>("div[dir=auto]")?.innerText ?? ""),
      );
      expect(shown.map(compact)).toEqual(part.map((content) => compact(plainText(content))));
    }
    await page.context().close();
  },
  20 * 60_000,
);

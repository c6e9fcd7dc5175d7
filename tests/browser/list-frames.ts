import type { Page } from "playwright-core";

/** One frame of the list of messages. Distances are in pixels. */
export interface ListFrame {
  /** A number that differs for each list. */
  list: number;
  /** The texts of the visible messages. */
  texts: string[];
  /** From the top of the list to that of each visible message. */
  tops: number[];
  /** From the end of the last visible message to the end of the list. */
  rest: number;
}

declare global {
  interface Window {
    listFrames?: ListFrame[];
  }
}

/**
 * Records each frame in which the page has a list of messages, from now on and in every document that loads later. A
 * frame is recorded before the list gets its layout. The first one of a list is therefore left out, and so is one without
 * messages, unless the next one has none either.
 */
export async function recordListFrames(page: Page): Promise<void> {
  const record = () => {
    if (window.listFrames) return;
    const frames: ListFrame[] = [];
    window.listFrames = frames;
    let known: Element | null = null;
    let count = 0;
    let wasEmpty = false;
    const onFrame = () => {
      requestAnimationFrame(onFrame);
      const list = document.querySelector("main [role=log]");
      const isNew = list !== known;
      known = list;
      if (isNew) count++;
      if (!list || isNew) return;
      const { top, bottom } = list.getBoundingClientRect();
      const shown = [...list.querySelectorAll("article")]
        .map((article) => ({ article, box: article.getBoundingClientRect() }))
        .filter(
          ({ article, box }) =>
            box.bottom > top && box.top < bottom && getComputedStyle(article).visibility === "visible",
        );
      const isEmpty = shown.length === 0;
      const isLeftOut = isEmpty && !wasEmpty;
      wasEmpty = isEmpty;
      if (isLeftOut) return;
      frames.push({
        list: count,
        texts: shown.map(
          ({ article }) => article.querySelector("[dir=auto]:last-of-type")?.textContent ?? "",
        ),
        tops: shown.map(({ box }) => Math.round((box.top - top) * 10) / 10),
        rest: Math.round((bottom - (shown.at(-1)?.box.bottom ?? top)) * 10) / 10,
      });
    };
    requestAnimationFrame(onFrame);
  };
  await page.addInitScript(record);
  await page.evaluate(record);
}

/** Returns the recorded frames, and forgets them. */
export const takeListFrames = (page: Page): Promise<ListFrame[]> =>
  page.evaluate(() => window.listFrames?.splice(0) ?? []);

/** Waits until the list of messages has not moved for ten frames. */
export const settledList = (page: Page) =>
  page.waitForFunction(() => {
    const last = window.listFrames?.slice(-10).map((frame) => JSON.stringify(frame)) ?? [];
    return last.length === 10 && new Set(last).size === 1;
  });

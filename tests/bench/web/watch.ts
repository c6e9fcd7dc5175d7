import type { Page } from "playwright-core";

/** Chromium's measurements of the page during an action. */
export interface Watched {
  frames: number;
  seconds: number;
  /** The milliseconds of each task that took longer than 50. */
  longTasks: number[];
  /** The milliseconds from each key press to the next frame (Interaction to Next Paint). */
  interactions: number[];
}

declare global {
  interface Window {
    seen: Omit<Watched, "seconds"> & { begin: number };
  }
}

/** Runs in the page. It is text because the compiler of this file adds helpers to functions that the page lacks. */
const startWatching = `
  const seen = (window.seen = { frames: 0, begin: performance.now(), longTasks: [], interactions: [] });
  const count = () => {
    seen.frames++;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longTasks.push(Math.round(duration));
  }).observe({ type: "longtask" });
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId) seen.interactions.push(duration);
    }
  }).observe({ type: "event", durationThreshold: 16 });
`;

/** Measures the page while `action` runs. */
export async function watch(page: Page, action: () => Promise<void>): Promise<Watched> {
  await page.evaluate(startWatching);
  await action();
  return page.evaluate(() => {
    const { seen } = window;
    return { ...seen, seconds: (performance.now() - seen.begin) / 1000 };
  });
}

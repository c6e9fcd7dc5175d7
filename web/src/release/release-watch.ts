import * as z from "zod/mini";

/** The content of `version.json`, which the build writes beside the page. */
const PublishedRelease = z.object({ version: z.string() });

/** The time between two checks of an idle page, and the shortest time between any two. */
const everyMs = 30 * 60_000;
const atLeastMs = 30_000;

export interface ReleaseWatchOptions {
  /** The page's own release. */
  version: string;
  /** Receives errors that no user waits for. */
  report: (error: unknown, component: string) => void;
}

/**
 * Notices that the server has published a newer release of the page. The page keeps working until the user reloads it,
 * because the server keeps the files of earlier releases and answers their calls.
 */
export class ReleaseWatch {
  readonly #options: ReleaseWatchOptions;
  readonly #listeners = new Set<() => void>();
  #isOutdated = false;
  #checkedAt = Number.NEGATIVE_INFINITY;

  constructor(options: ReleaseWatchOptions) {
    this.#options = options;
  }

  /** Whether a newer release has been published. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Checks when the page becomes visible, when a part of its code is missing, and from time to time. @returns stops */
  start(): () => void {
    const check = () => void this.#check();
    const onVisible = () => {
      if (document.visibilityState === "visible") check();
    };
    // Vite reports a dynamic import that failed. The file may be one of an old release.
    const onMissing = () => void this.#check({ isUrgent: true });
    const timer = setInterval(check, everyMs);
    document.addEventListener("visibilitychange", onVisible);
    window.addEventListener("vite:preloadError", onMissing);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("vite:preloadError", onMissing);
    };
  }

  async #check({ isUrgent = false } = {}): Promise<void> {
    const now = performance.now();
    if (this.#isOutdated || (!isUrgent && now - this.#checkedAt < atLeastMs)) return;
    this.#checkedAt = now;
    const response = await fetch("/version.json", { cache: "no-store" }).catch(() => undefined);
    // Without a connection, the next check decides.
    if (!response?.ok) return;
    try {
      const { version } = PublishedRelease.parse(await response.json());
      if (version === this.#options.version) return;
    } catch (error) {
      return this.#options.report(error, "release");
    }
    this.#isOutdated = true;
    for (const listener of this.#listeners) listener();
  }
}

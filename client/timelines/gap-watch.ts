import type { ConversationId } from "../../contract/ids.ts";
import { inBackground, type ReportError } from "../errors.ts";

/** Pushes may overtake each other, so a gap must be this old before the client asks the server to fill it. */
const gapMs = 300;

export interface GapWatchOptions {
  hasGap: (id: ConversationId) => boolean;
  /** Asks the server for the missing part. */
  fill: (id: ConversationId) => Promise<void>;
  reportError: ReportError;
}

/** Fills gaps that do not close by themselves. */
export class GapWatch {
  readonly #options: GapWatchOptions;
  readonly #timers = new Map<ConversationId, ReturnType<typeof setTimeout>>();

  constructor(options: GapWatchOptions) {
    this.#options = options;
  }

  /** Called after each change that may have opened a gap. */
  watch(id: ConversationId): void {
    const { hasGap, fill, reportError } = this.#options;
    if (this.#timers.has(id) || !hasGap(id)) return;
    const check = () => {
      this.#timers.delete(id);
      if (hasGap(id)) inBackground("timelines.fillGap", fill(id), reportError);
    };
    this.#timers.set(id, setTimeout(check, gapMs));
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}

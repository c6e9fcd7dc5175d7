import { initialState } from "../chat-state.ts";
import { inBackground, type ReportError } from "../errors.ts";
import type { Store } from "../store.ts";
import { withChanges } from "../timelines/timeline.ts";
import { changedSnapshot } from "./merge.ts";
import { type SavedState, type SnapshotStore, stateOf } from "./snapshot.ts";

/** How long to wait after a change before saving, in milliseconds. */
const saveAfterMs = 1_000;

export interface SnapshotKeeperOptions {
  store: Store;
  snapshots: SnapshotStore;
  reportError: ReportError;
}

/** Restores the last saved state before the server answers, and saves the state after changes. */
export class SnapshotKeeper {
  readonly #options: SnapshotKeeperOptions;
  /** Counts starts and stops, so that a snapshot that loads after a stop is ignored. */
  #run = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unsubscribe: (() => void) | undefined;
  /** The state that this tab has stored or restored last. */
  #saved: SavedState = initialState;

  constructor(options: SnapshotKeeperOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { store, snapshots } = this.#options;
    this.stop();
    const run = this.#run;
    const snapshot = await snapshots.load();
    if (run !== this.#run) return;
    const { conversations, conversationsCursor, timelines } = store.state;
    this.#saved = snapshot ? stateOf(snapshot) : initialState;
    // The server may have answered first.
    if (snapshot && conversations.size === 0 && conversationsCursor === undefined) {
      const restored = stateOf(snapshot);
      const merged = new Map(restored.timelines);
      // The outbox may have loaded first. Its entries stay.
      for (const [id, known] of timelines) {
        const { pending, changes } = known;
        merged.set(id, withChanges({ ...(merged.get(id) ?? known), pending, changes }));
      }
      store.update({ ...restored, timelines: merged });
      this.#saved = store.state;
    }
    this.#unsubscribe = store.subscribe(() => {
      this.#timer ??= setTimeout(() => this.#save(), saveAfterMs);
    });
  }

  stop(): void {
    this.#run++;
    this.#unsubscribe?.();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #save(): void {
    this.#timer = undefined;
    const { store, snapshots, reportError } = this.#options;
    const [before, now] = [this.#saved, store.state];
    this.#saved = now;
    const saving = snapshots
      .update((stored) => changedSnapshot(stored, before, now))
      .catch((error: unknown) => {
        // The next attempt stores the whole state.
        this.#saved = initialState;
        throw error;
      });
    inBackground("snapshot.save", saving, reportError);
  }
}

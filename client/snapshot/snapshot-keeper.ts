import type { Store } from "../store.ts";
import { type SnapshotStore, snapshotOf, stateOf } from "./snapshot.ts";

/** After a change, before it is kept. */
const waitMs = 1_000;

/** Shows what was known last before the server says more, and keeps what is known for the next time. */
export class SnapshotKeeper {
  readonly #store: Store;
  readonly #snapshots: SnapshotStore;
  /** Counts starts and stops: a snapshot that comes after its run has ended is not taken. */
  #run = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unsubscribe = () => {};

  constructor(store: Store, snapshots: SnapshotStore) {
    this.#store = store;
    this.#snapshots = snapshots;
  }

  async start(): Promise<void> {
    this.stop();
    const run = this.#run;
    const snapshot = await this.#snapshots.load().catch(() => undefined);
    if (run !== this.#run) return;
    const { conversations, conversationsCursor, timelines } = this.#store.state;
    // Unless the server was quicker.
    if (snapshot && conversations.size === 0 && conversationsCursor === undefined) {
      const restored = stateOf(snapshot);
      const merged = new Map(restored.timelines);
      // What waits to be sent may have been found before.
      for (const [id, known] of timelines) {
        merged.set(id, { ...(merged.get(id) ?? known), pending: known.pending });
      }
      this.#store.update({ ...restored, timelines: merged });
    }
    this.#unsubscribe = this.#store.subscribe(() => {
      this.#timer ??= setTimeout(() => this.#keep(), waitMs);
    });
  }

  stop(): void {
    this.#run++;
    this.#unsubscribe();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #keep(): void {
    this.#timer = undefined;
    void this.#snapshots.save(snapshotOf(this.#store.state)).catch(() => {});
  }
}

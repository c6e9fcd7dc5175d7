import { backoffMs, wait } from "../../../client/backoff.ts";
import { ProblemError } from "../../../client/http/problem-error.ts";
import type { Download } from "../../../contract/files.ts";

/** How long before its end to stop using an address, in milliseconds. A download may begin a moment later. */
const marginMs = 30_000;

/** The time after which an address whose file does not load may be replaced. Its signer’s rights may have expired. */
const replaceableMs = 60_000;

/** How often to ask again after a temporary failure. */
const repetitions = 3;

export interface KnownAddress {
  url: string;
  receivedAt: number;
  usableMs: number;
}

interface Entry {
  known?: KnownAddress;
  isLoading: boolean;
  request: () => Promise<Download>;
  readonly listeners: Set<() => void>;
}

export interface AddressesOptions {
  report: (error: unknown) => void;
  now?: () => number;
  /** Waits before the next attempt, after a number of failures. */
  pause?: (failures: number) => Promise<void>;
}

const isUsable = ({ known }: Entry, now: number) =>
  known !== undefined && now - known.receivedAt < known.usableMs;

/** Requests the signed addresses of files, and keeps them until they expire. */
export class Addresses {
  readonly #entries = new Map<string, Entry>();
  readonly #report: (error: unknown) => void;
  readonly #now: () => number;
  readonly #pause: (failures: number) => Promise<void>;

  constructor({
    report,
    now = Date.now,
    pause = (failures) => wait(backoffMs({ first: 1_000, most: 8_000 }, failures)),
  }: AddressesOptions) {
    this.#report = report;
    this.#now = now;
    this.#pause = pause;
  }

  /** The address of a file, if it is known. It may have expired while the page shows the file. */
  get(key: string): KnownAddress | undefined {
    return this.#entries.get(key)?.known;
  }

  /**
   * Requests the address of a file that the page shows, unless a usable one is known. Calls `listener` when it changes.
   *
   * @returns a function that ends this
   */
  show(key: string, request: () => Promise<Download>, listener: () => void): () => void {
    const entry = this.#entries.get(key) ?? this.#added(key, request);
    entry.request = request;
    entry.listeners.add(listener);
    this.#load(entry);
    return () => entry.listeners.delete(listener);
  }

  /** Requests another address for a file that did not load, if its address may have expired. */
  renew(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry?.known) return;
    const { receivedAt, usableMs } = entry.known;
    if (this.#now() - receivedAt >= Math.min(usableMs, replaceableMs)) this.#load(entry, true);
  }

  /** Requests the addresses that are missing, because the network is back. */
  retryNow(): void {
    for (const entry of this.#entries.values())
      if (entry.listeners.size > 0 && !entry.known) this.#load(entry);
  }

  /** Forgets all addresses. */
  clear(): void {
    this.#entries.clear();
  }

  #added(key: string, request: () => Promise<Download>): Entry {
    // Nothing shows these files now. The next component that shows one requests its address again.
    for (const [other, entry] of this.#entries) {
      if (entry.listeners.size === 0 && !isUsable(entry, this.#now())) this.#entries.delete(other);
    }
    const entry: Entry = { isLoading: false, request, listeners: new Set() };
    this.#entries.set(key, entry);
    return entry;
  }

  #load(entry: Entry, isRenewal = false): void {
    if (entry.isLoading || (!isRenewal && isUsable(entry, this.#now()))) return;
    entry.isLoading = true;
    this.#request(entry)
      .catch(this.#report)
      .finally(() => {
        entry.isLoading = false;
      });
  }

  async #request(entry: Entry): Promise<void> {
    const { url, expiresIn } = await this.#repeated(entry);
    entry.known = { url, receivedAt: this.#now(), usableMs: expiresIn * 1000 - marginMs };
    for (const listener of entry.listeners) listener();
  }

  async #repeated(entry: Entry, failures = 0): Promise<Download> {
    try {
      return await entry.request();
    } catch (error) {
      const isTemporary = error instanceof ProblemError && error.isTemporary;
      if (!isTemporary || failures >= repetitions || entry.listeners.size === 0) throw error;
    }
    await this.#pause(failures);
    return this.#repeated(entry, failures + 1);
  }
}

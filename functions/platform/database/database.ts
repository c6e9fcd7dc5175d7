import type { Kysely } from "kysely";
import type { Position } from "../../../contract/position.ts";

/** Where the database stands, for callers that later read what they have seen. */
export interface Positions {
  /** The position after everything written so far; undefined without readers, where it makes no difference. */
  position(): Promise<Position | undefined>;
}

/** Where to read: statements that may run twice with the same outcome are retried when an answer is lost. */
export interface Reads<Tables> {
  readonly repeatable: Kysely<Tables>;
}

/**
 * Aurora. Each statement is written on one of two connections, so that whoever writes it says what a lost answer means:
 */
export interface Database<Tables> extends Reads<Tables>, Positions {
  /** For statements that may run twice with the same outcome: they are retried when an answer is lost. */
  readonly repeatable: Kysely<Tables>;
  /** For all others: a lost answer is reported as `Unavailable`. */
  readonly once: Kysely<Tables>;
  /**
   * Reads from a reader, if there is one that has all that was written before `since`; else from the writer. Without
   * `since`, nobody knows what the caller has seen, and it is the writer.
   */
  read<T>(since: Position | undefined, query: (from: Reads<Tables>) => Promise<T>): Promise<T>;
}

import type { Kysely } from "kysely";
import type { Position } from "../../../contract/position.ts";

/** The source of database positions. */
export interface Positions {
  /** Returns the position after everything written so far, or undefined in a deployment without readers. */
  position(): Promise<Position | undefined>;
}

/** An instance to read from: the writer or a reader. */
export interface Reads<Tables> {
  /** For statements that may run twice with the same outcome. A lost answer leads to a retry. */
  readonly repeatable: Kysely<Tables>;
}

/**
 * An Aurora cluster. The author of each statement chooses between two connections, and thereby what happens when its
 * answer is lost.
 */
export interface Database<Tables> extends Reads<Tables>, Positions {
  /** For statements that may run twice with the same outcome. A lost answer leads to a retry. */
  readonly repeatable: Kysely<Tables>;
  /** For all other statements. A lost answer becomes the refusal `Unavailable`. */
  readonly once: Kysely<Tables>;
  /**
   * Runs a query on a reader that has everything written before `since`, otherwise on the writer. Requests without a
   * position go to the writer. The query may run twice, first on a reader and then on the writer.
   */
  read<T>(since: Position | undefined, query: (from: Reads<Tables>) => Promise<T>): Promise<T>;
}

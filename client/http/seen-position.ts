import { type Position, Positioned, positionHeader } from "../../contract/position.ts";

/**
 * How much of what has been written this client has seen, by which the server may answer from a reader of its database
 * that is behind the writer, but not behind us. It is forgotten when a change may have been made of which we do not know
 * the position: then the writer answers, until it tells one again. A deployment without readers tells none.
 */
export class SeenPosition {
  #latest: bigint | undefined;

  /** What a call carries that a reader may answer. */
  get headers(): Record<string, string> {
    return this.#latest === undefined ? {} : { [positionHeader]: String(this.#latest) };
  }

  /** Takes what an event told, if it told any. */
  seen(position: Position | undefined): void {
    if (position === undefined) return;
    const told = BigInt(position);
    if (this.#latest === undefined || told > this.#latest) this.#latest = told;
  }

  /** Takes what the answer to a change told. */
  changed(position: Position | undefined): void {
    if (position === undefined) this.#latest = undefined;
    else this.seen(position);
  }

  /** Takes what the answer to a REST call told. */
  answered(method: string, headers: Headers): void {
    const { data } = Positioned.safeParse({ position: headers.get(positionHeader) ?? undefined });
    if (method === "GET") this.seen(data?.position);
    else this.changed(data?.position);
  }

  /** No answer came to a REST call. */
  unanswered(method: string): void {
    if (method !== "GET") this.changed(undefined);
  }
}

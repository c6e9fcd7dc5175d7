import { type Position, Positioned, positionHeader } from "../../contract/position.ts";
import type { HttpHeaders } from "./fetch.ts";

/**
 * The latest database position that this client has seen. It returns the position with each call, so that a database
 * reader answers only if it is as recent. After a change with an unknown position it forgets everything, and the
 * writer answers until the next known position. Deployments without readers send no positions.
 */
export class SeenPosition {
  #latest: bigint | undefined;

  /** The headers of a call that a reader may answer. */
  get headers(): Record<string, string> {
    return this.#latest === undefined ? {} : { [positionHeader]: String(this.#latest) };
  }

  /** Takes the position of an event or of the answer to a read. Without one, nothing changes. */
  seen(position: Position | undefined): void {
    if (position === undefined) return;
    const latest = BigInt(position);
    if (this.#latest === undefined || latest > this.#latest) this.#latest = latest;
  }

  /** Sets the position to that of a change. Without one, the latest position is unknown. */
  changed(position: Position | undefined): void {
    if (position === undefined) this.#latest = undefined;
    else this.seen(position);
  }

  /** Reads the position in the headers of an answer to a REST call. */
  answered(method: string, headers: HttpHeaders): void {
    const { data } = Positioned.safeParse({ position: headers.get(positionHeader) ?? undefined });
    if (method === "GET") this.seen(data?.position);
    else this.changed(data?.position);
  }

  /** Notes that a REST call got no answer. A change may still have been made. */
  unanswered(method: string): void {
    if (method !== "GET") this.changed(undefined);
  }
}

import type { Call, CallAck, CallSignal, CallSignaled, JoinCallAck } from "../../contract/calls.ts";
import type { CallId, ConversationId, SeatId, UserId } from "../../contract/ids.ts";
import type { Connection } from "../connection/connection.ts";
import type { Request } from "../connection/live-socket.ts";
import { ifOffered, unreachable } from "../http/problem-error.ts";
import type { Session } from "../session/session.ts";
import type { Store } from "../store.ts";

/** The user's own place in a call. */
export interface OwnSeat {
  conversationId: ConversationId;
  callId: CallId;
  seat: SeatId;
}

export interface CallsOptions {
  store: Store;
  session: Pick<Session, "call">;
  connection: Pick<Connection, "request">;
}

/** Whether a call rings for a user. Functions of older releases name no users, and end the ringing with the first answer. */
export const ringsFor = ({ ringing, isRinging, startedBy }: Call, userId: UserId): boolean =>
  ringing?.includes(userId) ?? (isRinging && startedBy !== userId);

/** Returns a call that no longer rings. */
const silenced = (call: Call): Call => ({ ...call, isRinging: false, ringing: [] });

/**
 * Keeps the calls of the user's conversations up to date, and talks to the server about them. The media is the page's
 * task.
 */
export class Calls {
  readonly #options: CallsOptions;
  readonly #ended = new Set<CallId>();
  /** Calls of groups that the user declined. They no longer ring for the user. */
  readonly #declined = new Set<CallId>();
  readonly #listeners = new Set<(signal: CallSignaled) => void>();

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  /**
   * Joins a call, or starts one. Repeat it with the same seat, and on each new connection, to stay in the call.
   *
   * @param callId  the only call to join
   * @throws {ProblemError}
   */
  async join(conversationId: ConversationId, seat: SeatId, callId?: CallId): Promise<JoinCallAck> {
    const answer = await this.#request({
      action: "call.join",
      conversationId,
      seat,
      ...(callId && { callId }),
    });
    if (!("call" in answer)) throw unreachable();
    this.receive(answer.call);
    return answer;
  }

  /** Leaves a call. @throws {ProblemError} */
  async leave(seat: OwnSeat): Promise<void> {
    await this.#request({ action: "call.leave", ...seat });
  }

  /**
   * Declines a ringing call, which stops ringing on all of the user's devices. This ends a direct call. A group's call
   * continues for the others.
   *
   * @throws {ProblemError}
   */
  async decline({ conversationId, id }: Call): Promise<void> {
    await this.#request({ action: "call.decline", conversationId, callId: id });
    this.receiveDeclined(id);
  }

  /**
   * Sends a signal to another participant of a call. Wait for it before the next signal to the same participant, so
   * that signals arrive in order.
   *
   * @throws {ProblemError}
   */
  async signal(from: OwnSeat, to: SeatId, signal: CallSignal): Promise<void> {
    await this.#request({ action: "call.signal", ...from, to, signal });
  }

  /** Calls `listener` with each signal that arrives. @returns a function that unsubscribes */
  onSignal(listener: (signal: CallSignaled) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  receiveSignal(signal: CallSignaled): void {
    for (const listener of this.#listeners) listener(signal);
  }

  /** Takes the state of a call, unless a newer one is known. */
  receive(call: Call): void {
    const { calls } = this.#options.store.state;
    const known = calls.get(call.conversationId);
    if (this.#ended.has(call.id) || (known?.id === call.id && known.version >= call.version)) return;
    this.#set([...calls, [call.conversationId, this.#declined.has(call.id) ? silenced(call) : call]]);
  }

  /** Stops the ringing of a call that the user declined. */
  receiveDeclined(callId: CallId): void {
    this.#declined.add(callId);
    const { calls } = this.#options.store.state;
    this.#set([...calls].map(([id, call]) => [id, call.id === callId ? silenced(call) : call]));
  }

  receiveEnd({ conversationId, callId }: Omit<OwnSeat, "seat">): void {
    this.#ended.add(callId);
    const { calls } = this.#options.store.state;
    if (calls.get(conversationId)?.id !== callId) return;
    this.#set([...calls].filter(([id]) => id !== conversationId));
  }

  /** Fetches the calls, because events were missed while no connection was open. @throws {ProblemError} */
  async catchUp(): Promise<void> {
    // A call that starts while the list is on its way is missing from it.
    const before = new Set([...this.#options.store.state.calls.values()].map(({ id }) => id));
    const answer = await ifOffered(this.#options.session.call("listCalls", {}));
    if (!answer) return;
    for (const { id } of answer.items) before.delete(id);
    const { calls } = this.#options.store.state;
    if (before.size > 0) this.#set([...calls].filter(([, { id }]) => !before.has(id)));
    for (const call of answer.items) this.receive(call);
  }

  #set(calls: (readonly [ConversationId, Call])[]): void {
    this.#options.store.update({ calls: new Map(calls) });
  }

  async #request(frame: Extract<Request, { action: `call.${string}` }>): Promise<JoinCallAck | CallAck> {
    const answer = await this.#options.connection.request(frame);
    if ("call" in answer || "callId" in answer) return answer;
    throw unreachable();
  }
}

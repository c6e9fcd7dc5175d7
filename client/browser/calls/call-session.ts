import type { Call, CallSignaled, IceServer } from "../../../contract/calls.ts";
import { type CallId, type ConversationId, SeatId, type UserId } from "../../../contract/ids.ts";
import { times } from "../../../contract/times.ts";
import type { ChatClient } from "../../chat-client.ts";
import { isExpected, type ReportError } from "../../errors.ts";
import { ProblemError } from "../../http/problem-error.ts";
import { OwnMedia, type OwnMediaState } from "./own-media.ts";
import { Peer } from "./peer.ts";

/** Another participant, as the user sees and hears them. */
export interface Other {
  readonly seat: SeatId;
  readonly userId: UserId;
  readonly isConnected: boolean;
  readonly isMuted: boolean;
  readonly isSpeaking: boolean;
  readonly sound: MediaStream | undefined;
  /** Undefined while the camera is off. */
  readonly camera: MediaStream | undefined;
  /** Undefined while they share no screen. */
  readonly screen: MediaStream | undefined;
}

export interface CallSessionState extends OwnMediaState {
  readonly phase: "joining" | "joined" | "ended";
  /** Set when the call ended without the user's doing. */
  readonly reason: "over" | "elsewhere" | ProblemError | undefined;
  readonly call: Call | undefined;
  readonly others: readonly Other[];
}

export interface CallSessionOptions {
  client: Pick<ChatClient, "calls" | "state" | "subscribe">;
  me: UserId;
  conversationId: ConversationId;
  /** The only call to join. Without it, starts a call if there is none. */
  callId?: CallId | undefined;
  reportError: ReportError;
}

/** The time between two looks for speaking participants, in milliseconds. */
const speakingMs = 300;

/** The signals of an unknown seat that are kept. Others may send any number of them. */
const mostEarly = 100;

/** The wait before the client repeats a renewal that did not reach the server, in milliseconds. */
const retryMs = 2_000;

/** Whether a signal comes from this user. Servers of earlier releases do not name its sender. */
const isFrom = (user: UserId, { userId }: Pick<CallSignaled, "userId">): boolean =>
  userId === undefined || userId === user;

const newSeat = () => SeatId.parse(crypto.randomUUID());

/** The user's stay in one call, from joining to leaving. Sends and receives the media of all participants. */
export class CallSession {
  readonly #options: CallSessionOptions;
  readonly #media: OwnMedia;
  readonly #peers = new Map<SeatId, { userId: UserId; peer: Peer }>();
  /** Signals of participants whose seats are not known yet, or known as those of other users. */
  readonly #early = new Map<SeatId, Pick<CallSignaled, "userId" | "signal">[]>();
  readonly #listeners = new Set<() => void>();
  readonly #ends: (() => void)[] = [];
  #seat = newSeat();
  #joinedAt: string | undefined;
  #servers: { iceServers: readonly IceServer[]; isRelayed: boolean } = { iceServers: [], isRelayed: false };
  #isConnected = false;
  #renewing: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #state: CallSessionState;

  constructor(options: CallSessionOptions) {
    this.#options = options;
    this.#media = new OwnMedia({
      onChange: () => this.#mediaChanged(),
    });
    this.#state = { ...this.#media.state, phase: "joining", reason: undefined, call: undefined, others: [] };
  }

  get state(): CallSessionState {
    return this.#state;
  }

  get conversationId(): ConversationId {
    return this.#options.conversationId;
  }

  get media(): Pick<OwnMedia, "setMuted" | "setCamera" | "setScreen" | "choose" | "devices"> {
    return this.#media;
  }

  /** Calls `listener` after each change of `state`. @returns a function that unsubscribes */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens the microphone and joins. Never throws: `state` has the reason why it failed. */
  async start(): Promise<void> {
    const { client } = this.#options;
    await this.#media.start();
    if (this.#isEnded()) return;
    this.#ends.push(client.calls.onSignal((signal) => this.#receive(signal)));
    try {
      await this.#join();
    } catch (error) {
      this.#end(error instanceof ProblemError ? error : undefined, error);
      return;
    }
    if (this.#isEnded()) return;
    this.#isConnected = true;
    this.#ends.push(client.subscribe(() => this.#follow()));
    const renewal = setInterval(() => this.#renew(), times.calls.renewMs);
    const speaking = setInterval(() => this.#noticeSpeaking(), speakingMs);
    this.#ends.push(
      () => clearInterval(renewal),
      () => clearInterval(speaking),
      () => clearTimeout(this.#retry),
    );
    this.#follow();
  }

  /** Leaves the call, and informs the server unless the call is over. */
  leave(): void {
    if (this.#isEnded()) return;
    void this.#leaveServer(this.#state.call?.id);
    this.#end(undefined);
  }

  readonly #report = (error: unknown): void => {
    if (!isExpected(error)) this.#options.reportError(error, { operation: "call" });
  };

  #isEnded(): boolean {
    return this.#state.phase === "ended";
  }

  async #leaveServer(callId: CallId | undefined): Promise<void> {
    if (callId === undefined) return;
    const { client, conversationId } = this.#options;
    try {
      await client.calls.leave({ conversationId, callId, seat: this.#seat });
    } catch (error) {
      // The server gives the seat up by itself.
      this.#report(error);
    }
  }

  async #join(): Promise<void> {
    const { client, conversationId, callId } = this.#options;
    const seat = this.#seat;
    const answer = await client.calls.join(conversationId, seat, this.#state.call?.id ?? callId);
    if (seat !== this.#seat) return;
    // The user has left while the frame was on its way or waited for the database, and would sit in the call unseen.
    if (this.#isEnded()) return this.#leaveServer(answer.call.id);
    this.#servers = answer;
    this.#joinedAt ??= answer.call.participants.find((each) => each.seat === seat)?.joinedAt;
    this.#update({ phase: "joined", call: answer.call });
  }

  /** Keeps the seat, also on a new connection. */
  #renew(): void {
    this.#renewing ??= this.#join()
      .then(() => {
        this.#eachPeer((peer) => peer.reconnect(this.#servers.iceServers));
        this.#follow();
      })
      .catch((error: unknown) => {
        const isOver = error instanceof ProblemError && !error.isTemporary;
        if (this.#isEnded()) return;
        if (isOver) return this.#end("over");
        this.#report(error);
        // Without a connection, the next one renews the seat.
        clearTimeout(this.#retry);
        if (this.#isConnected) this.#retry = setTimeout(() => this.#renew(), retryMs);
      })
      .finally(() => {
        this.#renewing = undefined;
      });
  }

  /** Follows the client's state: its connection, and the participants of the call. */
  #follow(): void {
    if (this.#isEnded()) return;
    const { client, conversationId, me } = this.#options;
    const { status } = client.state;
    const isConnected = status === "live" || status === "catching up";
    const hasReturned = isConnected && !this.#isConnected;
    this.#isConnected = isConnected;
    // The server gives the seat up soon, so the session does not wait until the client has caught up.
    if (hasReturned) this.#renew();
    const call = client.state.calls.get(conversationId);
    // Until the client has caught up, the list may not be up to date.
    if (status !== "live") return;
    if (!call || call.id !== this.#state.call?.id) {
      this.#end("over");
      return;
    }
    // The answer to the request for this seat is still under way.
    if (this.#joinedAt === undefined) return;
    const own = call.participants.find(({ userId }) => userId === me);
    if (own && own.seat !== this.#seat) {
      this.#end("elsewhere");
      return;
    }
    if (!own || own.joinedAt !== this.#joinedAt) {
      this.#startOver();
      return;
    }
    if (call === this.#state.call && this.#peers.size === call.participants.length - 1) return;
    this.#connect(call);
    this.#update({ call });
  }

  /** The server had given the seat up, and the others have closed their connections. */
  #startOver(): void {
    this.#seat = newSeat();
    this.#joinedAt = undefined;
    for (const { peer } of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.#renewing = undefined;
    this.#update({ phase: "joining" });
    this.#renew();
  }

  #connect(call: Call): void {
    const current = new Map(call.participants.map(({ seat, userId }) => [seat, userId]));
    for (const [seat, { userId, peer }] of this.#peers) {
      // Another user can take a seat that was given up, and must not appear under the name of its former user.
      if (current.get(seat) === userId) continue;
      peer.close();
      this.#peers.delete(seat);
    }
    for (const { seat, userId } of call.participants) {
      if (seat === this.#seat || this.#peers.has(seat)) continue;
      const from = { conversationId: call.conversationId, callId: call.id, seat: this.#seat };
      const peer = new Peer({
        ...this.#servers,
        own: this.#seat,
        seat,
        state: this.#ownState(),
        tracks: this.#media.tracks,
        send: (signal) => this.#options.client.calls.signal(from, seat, signal),
        onChange: () => this.#update({}),
        onError: this.#report,
      });
      this.#peers.set(seat, { userId, peer });
      for (const early of this.#early.get(seat) ?? []) if (isFrom(userId, early)) peer.receive(early.signal);
      this.#early.delete(seat);
    }
  }

  #receive({ from, to, signal, userId }: CallSignaled): void {
    if (to !== this.#seat || this.#isEnded()) return;
    const known = this.#peers.get(from);
    if (known && isFrom(known.userId, { userId })) known.peer.receive(signal);
    else this.#early.set(from, [...(this.#early.get(from) ?? []), { userId, signal }].slice(-mostEarly));
  }

  #eachPeer(act: (peer: Peer) => void): void {
    for (const { peer } of this.#peers.values()) act(peer);
  }

  #ownState() {
    const { isMuted, camera, screen } = this.#media.state;
    return { isMuted, hasCamera: camera !== undefined, hasScreen: screen !== undefined };
  }

  #mediaChanged(): void {
    this.#eachPeer((peer) => {
      peer.setTracks(this.#media.tracks);
      peer.setState(this.#ownState());
    });
    this.#update({});
  }

  #noticeSpeaking(): void {
    const isSame = this.#state.others.every(
      ({ seat, isSpeaking }) => this.#peers.get(seat)?.peer.isSpeaking === isSpeaking,
    );
    if (!isSame) this.#update({});
  }

  #end(reason: CallSessionState["reason"], error?: unknown): void {
    if (this.#isEnded()) return;
    if (error !== undefined) this.#report(error);
    for (const end of this.#ends.splice(0)) end();
    for (const { peer } of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.#media.stop();
    this.#update({ phase: "ended", reason });
  }

  #update(change: Partial<CallSessionState>): void {
    const others = [...this.#peers].map(([seat, { userId, peer }]) => ({
      seat,
      userId,
      isConnected: peer.isConnected,
      isMuted: peer.remote.isMuted,
      isSpeaking: peer.isSpeaking,
      sound: peer.streamOf("microphone"),
      camera: peer.remote.hasCamera ? peer.streamOf("camera") : undefined,
      screen: peer.remote.hasScreen ? peer.streamOf("screen") : undefined,
    }));
    this.#state = { ...this.#state, ...this.#media.state, others, ...change };
    for (const listener of this.#listeners) listener();
  }
}

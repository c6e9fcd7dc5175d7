import {
  type CallSignal,
  IceCandidate,
  type IceServer,
  SessionDescription,
} from "../../../contract/calls.ts";
import type { SeatId } from "../../../contract/ids.ts";
import { SignalQueue } from "../../calls/signal-queue.ts";
import { parseJson } from "../../json.ts";
import { type Device, devices, type Tracks } from "./own-media.ts";
import { PeerState } from "./peer-state.ts";

/** How long a connection may be interrupted before it looks for another path. */
const patienceMs = 4_000;

/** The level, from 0 to 1, from which on a participant speaks. */
const speakingLevel = 0.02;

export interface PeerOptions {
  own: SeatId;
  seat: SeatId;
  iceServers: readonly IceServer[];
  isRelayed: boolean;
  state: PeerState;
  /** The tracks of the user's own devices. */
  tracks: Tracks;
  send: (signal: CallSignal) => Promise<void>;
  onChange: () => void;
  onError: (error: unknown) => void;
}

/**
 * The connection to one other participant. Of the two, only the participant with the higher seat makes offers, so that
 * offers never meet. The first offer has a place for each device, and devices are turned on and off without another one.
 */
export class Peer {
  readonly #options: PeerOptions;
  readonly #connection: RTCPeerConnection;
  readonly #channel: RTCDataChannel;
  readonly #queue: SignalQueue;
  readonly #isOfferer: boolean;
  /** Candidates that arrived before the description to which they belong. */
  readonly #early: IceCandidate[] = [];
  readonly #streams = new Map<Device, MediaStream>();
  #tracks: Tracks;
  /** Signals are applied one after the other. */
  #applied = Promise.resolve();
  #state: PeerState;
  #remote: PeerState = { isMuted: false, hasCamera: false, hasScreen: false };
  #interrupted: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: PeerOptions) {
    const { own, seat, iceServers, isRelayed, tracks, send, state, onError } = options;
    this.#options = options;
    this.#tracks = tracks;
    this.#state = state;
    this.#isOfferer = own > seat;
    this.#queue = new SignalQueue(send, onError);
    this.#connection = new RTCPeerConnection(configuration(iceServers, isRelayed));
    this.#channel = this.#connection.createDataChannel("state", { negotiated: true, id: 0 });
    this.#listen();
    if (!this.#isOfferer) return;
    for (const device of devices) this.#connection.addTransceiver(kindOf(device));
    this.#run(async () => {
      await this.#sendTracks();
      await this.#offer();
    });
  }

  get isConnected(): boolean {
    return this.#connection.connectionState === "connected";
  }

  get remote(): PeerState {
    return this.#remote;
  }

  /** What arrives from a device of the participant, once the first negotiation is over. */
  streamOf(device: Device): MediaStream | undefined {
    const known = this.#streams.get(device);
    const track = this.#connection.getTransceivers()[devices.indexOf(device)]?.receiver.track;
    if (known || !track || !this.#connection.remoteDescription) return known;
    const stream = new MediaStream([track]);
    this.#streams.set(device, stream);
    return stream;
  }

  /** Whether the participant's microphone has picked up something within the last moments. */
  get isSpeaking(): boolean {
    return this.#connection
      .getReceivers()
      .some((receiver) =>
        receiver.getSynchronizationSources().some(({ audioLevel = 0 }) => audioLevel > speakingLevel),
      );
  }

  setTracks(tracks: Tracks): void {
    this.#tracks = tracks;
    this.#run(() => this.#sendTracks());
  }

  /** Sends the state of the user's devices to the participant. */
  setState(state: PeerState): void {
    this.#state = state;
    if (this.#channel.readyState === "open") this.#channel.send(JSON.stringify(state));
  }

  /** Takes new credentials, and looks for a path if there is none at the moment. */
  reconnect(iceServers: readonly IceServer[]): void {
    if (this.isConnected || this.#isClosed) return;
    this.#connection.setConfiguration(configuration(iceServers, this.#options.isRelayed));
    this.#restart();
  }

  receive(signal: CallSignal): void {
    this.#run(() => this.#apply(signal));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#interrupted);
    this.#queue.close();
    this.#connection.close();
  }

  /** Runs steps of the negotiation one after the other. */
  #run(step: () => Promise<void>): void {
    this.#applied = this.#applied
      .then(() => (this.#isClosed ? undefined : step()))
      .catch((error: unknown) => {
        if (!this.#isClosed) this.#options.onError(error);
      });
  }

  #listen(): void {
    const { onChange } = this.#options;
    const connection = this.#connection;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) this.#queue.add(IceCandidate.parse(candidate.toJSON()));
    };
    connection.ontrack = onChange;
    connection.onconnectionstatechange = () => {
      clearTimeout(this.#interrupted);
      const { connectionState } = connection;
      if (connectionState === "failed") this.#restart();
      if (connectionState === "disconnected") {
        this.#interrupted = setTimeout(() => this.#restart(), patienceMs);
      }
      onChange();
    };
    this.#channel.onopen = () => this.setState(this.#state);
    this.#channel.onmessage = ({ data }) => {
      const state = parseJson(PeerState, String(data));
      if (!state) return;
      this.#remote = state;
      onChange();
    };
  }

  /** Looks for another path. The participant who makes no offers asks for one with an empty signal. */
  #restart(): void {
    if (this.#isOfferer) {
      this.#run(async () => {
        this.#connection.restartIce();
        await this.#offer();
      });
    } else void this.#options.send({}).catch(this.#options.onError);
  }

  async #offer(): Promise<void> {
    // An offer without an answer may not have arrived. A new one replaces it.
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    this.#describe();
  }

  #describe(): void {
    this.#queue.describe(SessionDescription.parse(this.#connection.localDescription?.toJSON()));
  }

  async #sendTracks(): Promise<void> {
    const transceivers = this.#connection.getTransceivers();
    for (const [at, device] of devices.entries()) {
      const sender = transceivers[at]?.sender;
      const track = this.#tracks[device] ?? null;
      if (sender && sender.track !== track) await sender.replaceTrack(track);
    }
  }

  async #apply({ description, candidates = [] }: CallSignal): Promise<void> {
    const connection = this.#connection;
    if (description?.type === "offer" && !this.#isOfferer) {
      await connection.setRemoteDescription(description);
      for (const transceiver of connection.getTransceivers()) transceiver.direction = "sendrecv";
      await this.#sendTracks();
      await connection.setLocalDescription();
      this.#describe();
    }
    // A repeated answer has nothing to answer.
    if (description?.type === "answer" && connection.signalingState === "have-local-offer") {
      await connection.setRemoteDescription(description);
    }
    if (!description && candidates.length === 0 && this.#isOfferer) {
      connection.restartIce();
      await this.#offer();
    }
    this.#early.push(...candidates);
    if (!connection.remoteDescription) return;
    for (const candidate of this.#early.splice(0)) await this.#addCandidate(candidate);
    this.#options.onChange();
  }

  async #addCandidate(candidate: IceCandidate): Promise<void> {
    try {
      await this.#connection.addIceCandidate({
        candidate: candidate.candidate,
        sdpMid: candidate.sdpMid ?? null,
        sdpMLineIndex: candidate.sdpMLineIndex ?? null,
        usernameFragment: candidate.usernameFragment ?? null,
      });
    } catch (error) {
      // It belongs to an earlier negotiation.
      if (!(error instanceof DOMException && error.name === "OperationError")) throw error;
    }
  }
}

const kindOf = (device: Device) => (device === "microphone" ? "audio" : "video");

const configuration = (iceServers: readonly IceServer[], isRelayed: boolean): RTCConfiguration => ({
  iceServers: iceServers.map(({ urls, username, credential }) => ({
    urls: [...urls],
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  })),
  iceTransportPolicy: isRelayed ? "relay" : "all",
  bundlePolicy: "max-bundle",
});

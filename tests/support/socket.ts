import { WebSocket } from "ws";
import type * as z from "zod/mini";
import { CallAck, JoinCallAck } from "../../contract/calls.ts";
import { ServerFrame } from "../../contract/frames.ts";
import { MessageAck } from "../../contract/messages.ts";
import type { Problem } from "../../contract/problem.ts";
import { ReadAck } from "../../contract/read-positions.ts";
import { SyncAnswer } from "../../contract/sync.ts";
import { subprotocol } from "../../contract/web-socket.ts";
import { patienceMs } from "./patience.ts";

type FrameOf<T extends ServerFrame["type"]> = Extract<ServerFrame, { type: T }>;

/** Tells TypeScript that a value has a schema's type, and keeps fields that the schema does not know. */
const isOf =
  <S extends z.ZodMiniType>(schema: S) =>
  (value: unknown): value is z.output<S> =>
    schema.safeParse(value).success;
const isServerFrame = isOf(ServerFrame);

/** The replies to the frames that have one. */
const replies = {
  "message.send": MessageAck,
  read: ReadAck,
  sync: SyncAnswer,
  "call.join": JoinCallAck,
  "call.leave": CallAck,
  "call.decline": CallAck,
  "call.signal": CallAck,
};
type FrameWith<A extends keyof typeof replies> = { action: A; [field: string]: unknown };

const hasRequestId = (frame: ServerFrame, requestId: string) =>
  "requestId" in frame && frame.requestId === requestId;

/** A client's WebSocket that keeps the frames it receives until the test takes them. */
export class Socket {
  readonly #socket: WebSocket;
  readonly #received: ServerFrame[] = [];
  readonly #waiting = new Set<() => void>();
  #violation: Error | undefined;
  #requests = 0;
  /** The database position that came with the last frame. Received frames do not contain it. */
  position: string | undefined;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#receive(String(data)));
    this.closed = new Promise((resolve) => socket.on("close", resolve));
    // Each error is followed by "close". `open` reports those of the upgrade.
    socket.on("error", () => undefined);
  }

  /** @throws an error that names the HTTP status, if the upgrade is refused */
  static async open(url: string, token: string, protocols = [subprotocol, token]): Promise<Socket> {
    const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, protocols);
    const opened = new Socket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve).once("error", reject);
    });
    return opened;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  /** The frames that no test has taken yet. */
  get received(): readonly ServerFrame[] {
    return this.#received;
  }

  send(frame: unknown): void {
    this.#socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** Sends a frame that must succeed. @returns its reply @throws if the server refuses it */
  request(frame: FrameWith<"message.send">): Promise<MessageAck>;
  request(frame: FrameWith<"read">): Promise<ReadAck>;
  request(frame: FrameWith<"sync">): Promise<SyncAnswer>;
  request(frame: FrameWith<"call.join">): Promise<JoinCallAck>;
  request(frame: FrameWith<"call.leave" | "call.decline" | "call.signal">): Promise<CallAck>;
  async request(
    frame: FrameWith<keyof typeof replies>,
  ): Promise<MessageAck | ReadAck | SyncAnswer | JoinCallAck | CallAck> {
    const reply = await this.#reply(frame);
    if (isOf(replies[frame.action])(reply)) return reply;
    throw new Error(`${frame.action} was answered by ${JSON.stringify(reply)}`);
  }

  /** Sends a frame that the server must refuse. @returns the problem @throws if the server accepts the frame */
  async refused(frame: object): Promise<Problem> {
    const reply = await this.#reply(frame);
    if (reply.type !== "error") throw new Error(`The frame was accepted: ${JSON.stringify(reply)}`);
    return reply.problem;
  }

  /** Takes the first frame that matches, or waits for it. */
  next<F extends ServerFrame>(matches: (frame: ServerFrame) => frame is F): Promise<F>;
  next(matches: (frame: ServerFrame) => boolean): Promise<ServerFrame>;
  next(matches: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
    return new Promise((resolve, reject) => {
      const settle = (result: () => void) => {
        this.#waiting.delete(look);
        clearTimeout(timer);
        result();
      };
      const look = () => {
        const index = this.#received.findIndex(matches);
        const [frame] = index < 0 ? [] : this.#received.splice(index, 1);
        if (frame) settle(() => resolve(frame));
        else if (this.#violation) settle(() => reject(this.#violation));
      };
      const timer = setTimeout(() => {
        const received = JSON.stringify(this.#received).slice(0, 500);
        settle(() => reject(new Error(`No frame matched. Received: ${received}`)));
      }, patienceMs);
      this.#waiting.add(look);
      look();
    });
  }

  /** Takes the first frame of a type, or waits for it. */
  nextOf<T extends ServerFrame["type"]>(type: T): Promise<FrameOf<T>> {
    return this.next((frame): frame is FrameOf<T> => frame.type === type);
  }

  close(): Promise<number> {
    this.#socket.close();
    return this.closed;
  }

  /** Disconnects without a close frame. */
  terminate(): void {
    this.#socket.terminate();
  }

  #receive(text: string): void {
    const { position, ...frame } = JSON.parse(text);
    if (position !== undefined) this.position = position;
    if (isServerFrame(frame)) this.#received.push(frame);
    else this.#violation = new Error(`The contract has no such frame: ${text.slice(0, 500)}`);
    for (const look of this.#waiting) look();
  }

  #reply(frame: object): Promise<ServerFrame> {
    const requestId = `r${++this.#requests}`;
    this.send({ ...frame, requestId });
    return this.next((received) => hasRequestId(received, requestId));
  }
}

import type { ClientFrame, ServerFrame } from "../../contract/frames.ts";
import type { OpenSocket, Socket } from "../connection/socket.ts";

type Event = { readonly data: unknown };
type FrameOf<A extends ClientFrame["action"]> = Extract<ClientFrame, { action: A }>;

/** Answers a frame of the client, or returns undefined to leave it without an answer. */
export type FrameHandlers = {
  [A in ClientFrame["action"]]?: (frame: FrameOf<A>) => object | undefined;
};

/** A socket whose other end is the test. It opens in the next microtask, unless the server is down. */
class TestSocket implements Socket {
  readyState = 0;
  readonly #listeners: { type: string; listener: (event: Event) => void }[] = [];
  readonly #onSend: (text: string) => void;

  constructor(onSend: (text: string) => void) {
    this.#onSend = onSend;
  }

  addEventListener(type: string, listener: (event: Event) => void): void {
    this.#listeners.push({ type, listener });
  }

  emit(type: string, data?: unknown): void {
    for (const known of this.#listeners) if (known.type === type) known.listener({ data });
  }

  send(text: string): void {
    this.#onSend(text);
  }

  open(): void {
    this.readyState = 1;
    this.emit("open");
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    queueMicrotask(() => this.emit("close"));
  }
}

/** The server's end of the client's sockets. */
export interface TestSockets {
  openSocket: OpenSocket;
  /** All frames that the client has sent, oldest first. */
  frames: ClientFrame[];
  /** Sends a frame to the client. */
  push: (frame: ServerFrame) => void;
  /** Ends the current socket. */
  drop: () => void;
  /** While true, new sockets fail to open. */
  isDown: boolean;
}

/** @param handlers  read for each frame, so that a test can change them */
export function testSockets(handlers: FrameHandlers = {}): TestSockets {
  let current: TestSocket | undefined;
  const push = (frame: object) => current?.emit("message", JSON.stringify(frame));
  const sockets: TestSockets = {
    frames: [],
    isDown: false,
    push,
    drop: () => current?.close(),
    openSocket: () => {
      const socket = new TestSocket((text) => {
        const frame: ClientFrame = JSON.parse(text);
        sockets.frames.push(frame);
        const handle = handlers[frame.action] as ((frame: ClientFrame) => object | undefined) | undefined;
        const answer = handle?.(frame);
        if (!answer) return;
        const requestId = "requestId" in frame ? { requestId: frame.requestId } : {};
        queueMicrotask(() => socket.emit("message", JSON.stringify({ ...requestId, ...answer })));
      });
      current = socket;
      queueMicrotask(() => (sockets.isDown ? socket.close() : socket.open()));
      return socket;
    },
  };
  return sockets;
}

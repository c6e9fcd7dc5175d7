import { WebSocket } from "ws";
import { subprotocol } from "../../contract/web-socket.ts";

export type Frame = Record<string, unknown> & { type?: string; requestId?: string };

/** A client's WebSocket that keeps what it received until somebody asks for it. */
export class Socket {
  readonly #socket: WebSocket;
  readonly #received: Frame[] = [];
  readonly #waiting = new Set<() => void>();
  #requests = 0;
  /** The last one that a frame told: what frames have beside what they say is kept here. */
  position: string | undefined;
  /** The close code, once it is closed. */
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      const { position, ...frame } = JSON.parse(String(data));
      if (position !== undefined) this.position = position;
      this.#received.push(frame);
      for (const look of this.#waiting) look();
    });
    this.closed = new Promise((resolve) => socket.on("close", resolve));
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

  /** All frames so far that nobody has taken. */
  get received(): readonly Frame[] {
    return this.#received;
  }

  send(frame: unknown): void {
    this.#socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** Sends a frame and takes its answer. */
  async request(frame: object): Promise<Frame> {
    const requestId = `r${++this.#requests}`;
    this.send({ ...frame, requestId });
    return this.next((received) => received.requestId === requestId);
  }

  /** Takes the first frame that fits, waiting for it if need be. */
  async next(fits: (frame: Frame) => boolean, withinMs = 20_000): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const at = this.#received.findIndex(fits);
        const [frame] = at < 0 ? [] : this.#received.splice(at, 1);
        if (!frame) return;
        this.#waiting.delete(look);
        clearTimeout(timer);
        resolve(frame);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`No such frame came; received: ${JSON.stringify(this.#received).slice(0, 500)}`));
      }, withinMs);
      this.#waiting.add(look);
      look();
    });
  }

  nextOf(type: string): Promise<Frame> {
    return this.next((frame) => frame.type === type);
  }

  close(): Promise<number> {
    this.#socket.close();
    return this.closed;
  }

  /** Goes away without a goodbye. */
  vanish(): void {
    this.#socket.terminate();
  }
}

import { randomUUID } from "node:crypto";
import { ChatClient } from "../../client/chat-client.ts";
import { connectionTimes } from "../../client/connection/connection-times.ts";
import type { Socket } from "../../client/connection/socket.ts";
import { cookieFetch } from "../../client/node/cookie-fetch.ts";
import { openNodeSocket } from "../../client/node/open-node-socket.ts";
import { Session } from "../../client/session/session.ts";
import type { ConversationId, UserId } from "../../contract/ids.ts";
import { password } from "../support/accounts.ts";
import { shortTimes, untilLive } from "../support/bots.ts";
import type { Person } from "../support/people.ts";

/** The frames and requests of all devices of a team so far. */
export interface Sent {
  frames: Record<string, number>;
  rest: number;
  connects: number;
}

/** A device of a person: the product's own client, which counts what it sends. */
export class Device {
  readonly client: ChatClient;
  readonly userId: UserId;
  readonly #session: Session;
  readonly #login: string;
  #socket: Socket | undefined;

  constructor(url: string, person: Person, sent: Sent) {
    this.#login = person.username;
    this.userId = person.id;
    const fetchWithCookies = cookieFetch();
    this.#session = new Session(`${url}/api`, {
      fetch: (input, init) => {
        if (!/\/auth\//.test(String(input))) sent.rest++;
        return fetchWithCookies(input, init);
      },
    });
    this.client = new ChatClient({
      session: this.#session,
      socketUrl: `${url.replace(/^http/, "ws")}/ws`,
      // On a busy machine, an answer may take longer than tests usually wait. A repeated frame would be counted twice.
      times: { ...connectionTimes, backoff: shortTimes.backoff },
      openSocket: (address, protocols) => {
        const socket = openNodeSocket(address, protocols);
        const send = socket.send.bind(socket);
        socket.send = (text) => {
          const { action } = JSON.parse(text);
          sent.frames[action] = (sent.frames[action] ?? 0) + 1;
          send(text);
        };
        sent.connects++;
        this.#socket = socket;
        return socket;
      },
    });
  }

  async start(): Promise<void> {
    if (!this.#session.user) await this.#session.logIn({ login: this.#login, password });
    this.client.start();
    await untilLive(this);
  }

  /** Breaks the connection, as a change of the network does. The client reconnects by itself. */
  async loseConnection(): Promise<void> {
    const lost = this.#socket;
    lost?.close();
    while (this.#socket === lost) await new Promise((resolve) => setImmediate(resolve));
    await untilLive(this);
  }

  /**
   * Reports a reading. The client itself would combine readings that follow each other within two seconds, and an hour
   * is played in less than a minute.
   */
  read(conversationId: ConversationId, seq: number): void {
    this.#socket?.send(JSON.stringify({ action: "read", requestId: randomUUID(), conversationId, seq }));
  }
}

import type { Latency } from "../quantiles.ts";

/** A user whose socket the load program opens. */
export interface LoadPerson {
  token: string;
}

/** A conversation. `members` are indexes in the list of all users. */
export interface LoadConversation {
  id: string;
  members: number[];
}

/** A command for the load program. */
export type LoadCommand =
  /** Opens the users' sockets, a limited number at a time. */
  | { do: "open"; url: string; people: LoadPerson[] }
  /** The two participants of each conversation answer each other as fast as they can. */
  | { do: "closed loop"; conversations: LoadConversation[]; seconds: number }
  /** Sends messages at a fixed rate to each conversation in turn, without waiting for acks. */
  | { do: "paced"; conversations: LoadConversation[]; perSecond: number; seconds: number }
  | { do: "close" };

/** A command's measurements. */
export interface LoadResult {
  sockets: number;
  acks: number;
  deliveries: number;
  /** Deliveries and acks that had not arrived 30 seconds after the last send. */
  missing: number;
  seconds: number;
  ack: Latency;
  delivery: Latency;
  /** From the send of a message to its last delivery. */
  lastDelivery: Latency;
}

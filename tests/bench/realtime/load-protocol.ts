import type { Latency } from "../quantiles.ts";

/** Somebody whose socket the load program opens. */
export interface LoadPerson {
  token: string;
}

/** A conversation, with its people by their position in the list of all. */
export interface LoadConversation {
  id: string;
  members: number[];
}

/** What the load program is told to do. */
export type LoadCommand =
  /** Opens the sockets of these people, some at a time. */
  | { do: "open"; url: string; people: LoadPerson[] }
  /** In each conversation, its two people answer each other as fast as they can. */
  | { do: "closed loop"; conversations: LoadConversation[]; seconds: number }
  /** Messages at a fixed pace, in each conversation in turn, whether or not the ones before are acknowledged. */
  | { do: "paced"; conversations: LoadConversation[]; perSecond: number; seconds: number }
  | { do: "close" };

/** What it has seen. */
export interface LoadResult {
  sockets: number;
  acks: number;
  deliveries: number;
  /** Deliveries and acks that had not come half a minute after the last send. */
  missing: number;
  seconds: number;
  ack: Latency;
  delivery: Latency;
  /** From the send of a message to its last delivery. */
  lastDelivery: Latency;
}

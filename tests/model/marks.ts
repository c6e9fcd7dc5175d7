import type { Session } from "../../client/session/session.ts";
import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { required } from "../support/required.ts";
import { untilDecided } from "./until-decided.ts";

/** The last value that the server acknowledged. */
export interface Acknowledged<T> {
  conversationId: ConversationId;
  messageId: MessageId;
  person: number;
  value: T | undefined;
  /** False after a refusal, because the server may have accepted an earlier attempt whose answer was lost. */
  isCertain: boolean;
}

/** The votes and pins of a run, with a record of what the server acknowledged. */
export class Marks {
  /** The acknowledged polls, and the time at which the server acknowledged their closing. */
  readonly polls = new Map<MessageId, { conversationId: ConversationId; closedAt?: number }>();
  /** The key is `${person} ${messageId}`. The value is the chosen option. */
  readonly votes = new Map<string, Acknowledged<number>>();
  readonly pins = new Map<MessageId, Acknowledged<boolean>>();
  /** Votes that a closed poll accepted. */
  readonly lateVotes: string[] = [];
  readonly #people: readonly Session[];
  /** Changes of one mark wait for each other, so that the last acknowledged one counts. */
  readonly #lanes = new Map<string, Promise<void>>();

  constructor(people: readonly Session[]) {
    this.#people = people;
  }

  vote(person: number, pick: number, option: number): Promise<void> | undefined {
    const [messageId, poll] = this.#pickedPoll(pick) ?? [];
    if (!messageId || !poll) return undefined;
    const { conversationId } = poll;
    const key = `${person} ${messageId}`;
    return this.#inLane(key, async () => {
      const before = this.votes.get(key);
      const wasClosed = poll.closedAt !== undefined;
      const params = { id: conversationId, messageId };
      const answer = await untilDecided(() =>
        this.#person(person).call("vote", { params, body: { choices: [option] } }),
      );
      const isLate = wasClosed && answer && before?.isCertain !== false && before?.value !== option;
      if (isLate) this.lateVotes.push(key);
      this.votes.set(key, {
        conversationId,
        messageId,
        person,
        value: answer ? option : before?.value,
        isCertain: answer !== undefined,
      });
    });
  }

  /** Closes a poll as the owner of its conversation. */
  close(pick: number): Promise<void> | undefined {
    const [messageId, poll] = this.#pickedPoll(pick) ?? [];
    if (!messageId || !poll) return undefined;
    return this.#inLane(`close ${messageId}`, async () => {
      const params = { id: poll.conversationId, messageId };
      const answer = await untilDecided(() => this.#person(0).call("closePoll", { params }));
      if (answer) poll.closedAt ??= performance.now();
    });
  }

  pin(person: number, message: { conversationId: ConversationId; messageId: MessageId }, isPinned: boolean) {
    const { conversationId, messageId } = message;
    return this.#inLane(`pin ${messageId}`, async () => {
      const params = { id: conversationId, messageId };
      const route = isPinned ? "pinMessage" : "unpinMessage";
      const answer = await untilDecided(() => this.#person(person).call(route, { params }));
      const value = answer ? isPinned : this.pins.get(messageId)?.value;
      this.pins.set(messageId, { ...message, person, value, isCertain: answer !== undefined });
    });
  }

  #pickedPoll(pick: number) {
    const polls = [...this.polls];
    return polls[pick % Math.max(1, polls.length)];
  }

  #person(at: number): Session {
    return required(this.#people[at], `person ${at}`);
  }

  #inLane(key: string, change: () => Promise<void>): Promise<void> {
    const lane = (this.#lanes.get(key) ?? Promise.resolve()).then(change);
    this.#lanes.set(key, lane);
    return lane;
  }
}

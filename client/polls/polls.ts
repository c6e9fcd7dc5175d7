import type { PollVoted, VotedPoll, VoterPage } from "../../contract/polls.ts";
import { type MessageKey, messageKey } from "../messages/message-key.ts";
import type { MessageRef } from "../messages/message-ref.ts";
import type { Session } from "../session/session.ts";
import { SingleFlight } from "../single-flight.ts";
import type { Store } from "../store.ts";
import type { TimelineStore } from "../timelines/timeline-store.ts";
import { withLatestPoll } from "./latest-poll.ts";
import type { OwnChoices } from "./own-choices.ts";

export interface PollsOptions {
  store: Store;
  session: Pick<Session, "call">;
  timelines: Pick<TimelineStore, "changeKnown">;
}

/** Votes in polls, and knows the user's choices. The messages contain the results. */
export class Polls {
  readonly #options: PollsOptions;
  readonly #loads = new SingleFlight();
  /** The polls whose choices were loaded on this connection. Events announce later changes. */
  readonly #loaded = new Set<MessageKey>();

  constructor(options: PollsOptions) {
    this.#options = options;
  }

  /** Loads the user's choices in a poll, unless they are known. @throws {ProblemError} */
  async ensure(ref: MessageRef): Promise<void> {
    const key = keyOf(ref);
    if (this.#loaded.has(key)) return;
    await this.#loads.run(key, async () => {
      this.#take(ref, await this.#options.session.call("getPoll", { params: paramsOf(ref) }));
      this.#loaded.add(key);
    });
  }

  /**
   * Replaces the user's choices in a poll.
   *
   * @param choices  the places of the options, counted from 0. None withdraws the vote.
   * @throws {ProblemError}
   * @example
   * await client.polls.vote({ conversationId, messageId }, [1]);
   */
  async vote(ref: MessageRef, choices: readonly number[]): Promise<void> {
    const body = { choices: [...choices] };
    this.#take(ref, await this.#options.session.call("vote", { params: paramsOf(ref), body }));
  }

  /** Closes a poll, which then accepts no votes. @throws {ProblemError} */
  async close(ref: MessageRef): Promise<void> {
    this.#take(ref, await this.#options.session.call("closePoll", { params: paramsOf(ref) }));
  }

  /**
   * Returns a page of the users who chose an option, earliest first. The server refuses this for an anonymous poll.
   *
   * @param cursor the `nextCursor` of the previous page
   * @throws {ProblemError}
   */
  voters(ref: MessageRef, option: number, cursor?: string): Promise<VoterPage> {
    return this.#options.session.call("listVoters", {
      params: { ...paramsOf(ref), option: String(option) },
      query: cursor ? { cursor } : {},
    });
  }

  /** Takes the user's vote on another device. */
  receive({ conversationId, messageId, ...voted }: PollVoted): void {
    this.#take({ conversationId, messageId }, voted);
  }

  /** Loads the choices of shown polls again, because events may have been missed. */
  expire(): void {
    this.#loaded.clear();
    this.#options.store.count("pollExpirations");
  }

  #take(ref: MessageRef, { poll, choices }: VotedPoll): void {
    const { store, timelines } = this.#options;
    const { ownChoices } = store.state;
    timelines.changeKnown(ref, (message) => withLatestPoll(message, poll));
    // Answers may arrive in a different order than the votes.
    if ((ownChoices.get(keyOf(ref))?.version ?? -1) > poll.version) return;
    const own: OwnChoices = { choices, version: poll.version };
    store.update({ ownChoices: new Map([...ownChoices, [keyOf(ref), own]]) });
  }
}

const keyOf = ({ conversationId, messageId }: MessageRef) => messageKey(conversationId, messageId);
const paramsOf = ({ conversationId: id, messageId }: MessageRef) => ({ id, messageId });

import type { Message } from "../../contract/messages.ts";
import { required } from "../support/required.ts";
import type { World } from "./world.ts";

const fail = (rule: string, detail: unknown): never => {
  throw new Error(`${rule}: ${JSON.stringify(detail)}`);
};

/** Checks that the results of a poll are its votes, and that no acknowledged vote is missing. */
async function checkPoll(world: World, message: Message): Promise<void> {
  const params = { id: message.conversationId, messageId: message.id };
  const { poll } = await world.owner.call("getPoll", { params });
  for (const [at, { votes }] of poll.options.entries()) {
    const { items } = await world.owner.call("listVoters", {
      params: { ...params, option: String(at) },
      query: {},
    });
    if (items.length !== votes) fail("The results of a poll differ from its voters", { at, votes });
    for (const { messageId, person, value, isCertain } of world.marks.votes.values()) {
      if (messageId !== message.id || !isCertain || value === undefined) continue;
      const { id } = required(world.people[person]?.user, `person ${person}`);
      if (items.some((voter) => voter.id === id) !== (value === at))
        fail("An acknowledged vote is not counted", { person, value, at });
    }
  }
}

/**
 * Checks the polls and pins among the stored messages of a conversation.
 *
 * @throws an error that names the broken rule
 */
export async function checkMarks(world: World, messages: readonly Message[]): Promise<void> {
  const { lateVotes, pins } = world.marks;
  if (lateVotes.length > 0) fail("A closed poll accepted these votes", lateVotes);
  for (const message of messages) {
    const pin = pins.get(message.id);
    if (pin?.isCertain && (message.pinnedAt !== undefined) !== pin.value)
      fail("An acknowledged pin is not stored, or an unpinned message is still pinned", message.seq);
    if (message.poll) await checkPoll(world, message);
  }
}

import { describe, expect, test } from "vitest";
import type { Message } from "../../contract/messages.ts";
import type { Poll } from "../../contract/polls.ts";
import { messageKey } from "../messages/message-key.ts";
import { Store } from "../store.ts";
import { conversationId, message, messageId } from "../testing/examples.ts";
import { failOnReport, signedIn, testApi } from "../testing/test-api.ts";
import { withLatestSummary } from "../threads/thread-changes.ts";
import { Polls } from "./polls.ts";

const ref = { conversationId, messageId: messageId(1) };

const pollAt = (version: number): Poll => ({
  question: "Lunch?",
  options: [
    { text: "Soup", votes: version },
    { text: "Pizza", votes: 0 },
  ],
  voterCount: version,
  isMultiple: false,
  isAnonymous: false,
  version,
});

const withPoll = (version: number): Message => ({ ...message(1), poll: pollAt(version) });

function client(handlers: Parameters<typeof testApi>[0] = {}) {
  const api = testApi(handlers);
  const store = new Store(failOnReport);
  let known = withPoll(1);
  const timelines = {
    changeKnown: (_: unknown, change: (known: Message) => Message) => {
      known = change(known);
    },
  };
  const polls = new Polls({ store, session: signedIn(api), timelines });
  return {
    api,
    store,
    polls,
    known: () => known,
    own: () => store.state.ownChoices.get(messageKey(ref.conversationId, ref.messageId)),
  };
}

describe("The client's polls", () => {
  test("load the user's choices once for each connection", async () => {
    const { api, store, polls, own } = client({ getPoll: () => ({ poll: pollAt(2), choices: [0] }) });
    await Promise.all([polls.ensure(ref), polls.ensure(ref)]);
    await polls.ensure(ref);
    expect(api.calls).toHaveLength(1);
    expect(own()).toEqual({ choices: [0], version: 2 });
    polls.expire();
    expect(store.state.pollExpirations).toBe(1);
    await polls.ensure(ref);
    expect(api.calls).toHaveLength(2);
  });

  test("show a vote at once, and ignore answers and events that are older", async () => {
    const { polls, known, own } = client({ vote: () => ({ poll: pollAt(4), choices: [1] }) });
    await polls.vote(ref, [1]);
    expect(known().poll).toEqual(pollAt(4));
    polls.receive({ type: "poll.voted", ...ref, poll: pollAt(3), choices: [0] });
    expect([known().poll, own()?.choices]).toEqual([pollAt(4), [1]]);
    polls.receive({ type: "poll.voted", ...ref, poll: pollAt(5), choices: [] });
    expect([known().poll, own()?.choices]).toEqual([pollAt(5), []]);
  });
});

test("A newer version of a message keeps the later results of its poll, unless it is deleted", () => {
  const pinned = { ...withPoll(1), revision: 7 };
  expect(withLatestSummary(pinned, withPoll(3))).toEqual({ ...pinned, poll: pollAt(3) });
  expect(withLatestSummary(message(1), withPoll(3))).toEqual(message(1));
});

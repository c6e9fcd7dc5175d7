import { beforeEach, describe, expect, test } from "vitest";
import { messageOf } from "../chat-state.ts";
import { messageKey } from "../messages/message-key.ts";
import { Store } from "../store.ts";
import {
  conversation,
  conversationId,
  message,
  messageId,
  otherConversationId,
} from "../testing/examples.ts";
import { Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { FetchedMessages } from "./fetched-messages.ts";
import { emptyTimeline } from "./timeline.ts";

const quoted = { conversationId, messageId: messageId(1) };
const deletion = {
  seq: 1,
  revision: 1,
  apply: () => message(1, { content: "", deletedAt: "2026-11-25T10:00:00.000Z", revision: 1 }),
};

let store: Store;
let api: ReturnType<typeof testApi>;
let fetched: FetchedMessages;
beforeEach(() => {
  store = new Store();
  store.update({ conversations: new Map([[conversationId, conversation(3)]]) });
  api = testApi({ getMessage: () => message(1) });
  fetched = new FetchedMessages({ store, session: signedIn(api) });
});
const content = () => messageOf(store.state, quoted)?.content;

describe("A message outside the timeline", () => {
  test("is fetched once, and follows its deletion", async () => {
    await Promise.all([
      fetched.ensure(conversationId, quoted.messageId),
      fetched.ensure(conversationId, quoted.messageId),
    ]);
    await fetched.ensure(conversationId, quoted.messageId);
    expect(api.calls).toHaveLength(1);
    expect(content()).toBe("message 1");
    fetched.change(conversationId, deletion);
    expect(content()).toBe("");
  });

  test("is fetched again if its conversation changed while the answer was on its way", async () => {
    api.on({
      getMessage: () => {
        if (api.calls.length > 1) return deletion.apply();
        store.changeConversation(conversationId, (known) => ({ ...known, lastRevision: 1 }));
        return message(1);
      },
    });
    await fetched.ensure(conversationId, quoted.messageId);
    expect(content()).toBe("");
  });

  test("is known not to exist, and is fetched again after its conversation was", async () => {
    api.on({
      getMessage: () => {
        throw new Refusal("message-not-found");
      },
    });
    await fetched.ensure(conversationId, quoted.messageId);
    expect(messageOf(store.state, quoted)).toBeNull();
    fetched.forget(conversationId);
    expect(messageOf(store.state, quoted)).toBeUndefined();
  });

  test("is taken from an answer, follows its changes, and loses to a change that overtook the answer", () => {
    fetched.take([message(1)]);
    expect(content()).toBe("message 1");
    fetched.change(conversationId, deletion);
    fetched.take([message(1)]);
    expect(content()).toBe("");

    fetched.change(conversationId, { ...deletion, seq: 2 });
    fetched.take([message(2)]);
    expect(messageOf(store.state, { conversationId, messageId: messageId(2) })).toBeUndefined();
    expect(api.calls).toEqual([]);
  });

  test("is forgotten after an interruption, unless the changes of its conversation were asked for", () => {
    fetched.take([message(1)]);
    fetched.forgetOthers([conversationId]);
    expect(content()).toBe("message 1");
    fetched.forgetOthers([]);
    expect(content()).toBeUndefined();
  });

  test("is not fetched if the timeline has it", async () => {
    const timeline = { ...emptyTimeline, messages: [message(2), message(1)] };
    store.update({ timelines: new Map([[conversationId, timeline]]) });
    await fetched.ensure(conversationId, messageId(1));
    expect(api.calls).toEqual([]);
    await fetched.ensure(conversationId, messageId(3));
    expect(api.calls).toHaveLength(1);
  });

  test("stays unknown if the server cannot answer, so that the next view asks again", async () => {
    api.on({
      getMessage: () => {
        throw new Refusal("rate-limited");
      },
    });
    await expect(fetched.ensure(conversationId, quoted.messageId)).rejects.toMatchObject({ status: 429 });
    expect(messageOf(store.state, quoted)).toBeUndefined();
  });

  test("is fetched at most three times while its conversation changes", async () => {
    api.on({
      getMessage: () => {
        store.changeConversation(conversationId, (known) => ({
          ...known,
          lastRevision: known.lastRevision + 1,
        }));
        return message(1);
      },
    });
    await fetched.ensure(conversationId, quoted.messageId);
    expect([api.calls.length, content()]).toEqual([3, "message 1"]);
  });

  test("keeps its newest version, and is not changed by others", () => {
    fetched.take([message(1, { revision: 2, content: "second" })]);
    fetched.take([message(1, { revision: 1, content: "first" })]);
    expect(content()).toBe("second");
    const apply = () => message(1, { content: "late" });
    fetched.change(conversationId, { seq: 1, revision: 2, apply });
    fetched.change(otherConversationId, { seq: 1, revision: 9, apply });
    fetched.change(conversationId, { seq: 2, revision: 9, apply });
    fetched.changeKnown({ conversationId, messageId: messageId(2) }, apply);
    fetched.changeKnown({ conversationId: otherConversationId, messageId: messageId(1) }, apply);
    expect(content()).toBe("second");
  });

  test("is forgotten with its own conversation only", () => {
    const away = message(2, { conversationId: otherConversationId });
    fetched.take([message(1), away]);
    fetched.forget(otherConversationId);
    expect([...store.state.fetched.keys()]).toEqual([messageKey(conversationId, messageId(1))]);
    const { fetched: before } = store.state;
    fetched.forget(otherConversationId);
    expect(store.state.fetched).toBe(before);
  });

  test("is one of the last thousand", () => {
    fetched.take(Array.from({ length: 1_001 }, (_, at) => message(at + 1)));
    expect(store.state.fetched.size).toBe(1_000);
    expect(content()).toBeUndefined();
  });

  test("is not replaced by one with the same id in another conversation, whose author chose it", async () => {
    await fetched.ensure(conversationId, quoted.messageId);
    const copy = message(1, { conversationId: otherConversationId, content: "forged", revision: 9 });
    fetched.take([copy]);
    expect(content()).toBe("message 1");
    expect(messageOf(store.state, { ...quoted, conversationId: otherConversationId })?.content).toBe(
      "forged",
    );
  });
});

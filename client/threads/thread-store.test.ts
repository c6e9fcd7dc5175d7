import { describe, expect, test } from "vitest";
import type { Thread } from "../../contract/threads.ts";
import { messageOf } from "../chat-state.ts";
import { Store } from "../store.ts";
import { conversationId, message, messageId, otherConversationId } from "../testing/examples.ts";
import { ThreadStore } from "./thread-store.ts";

const rootId = messageId(1);
const here = { conversationId, rootId };
/** A thread whose author chose the id of a root that others know from another conversation. */
const elsewhere = { conversationId: otherConversationId, rootId };

const threadOf = (of: typeof here, content: string): Thread => ({
  conversationId: of.conversationId,
  root: message(1, { conversationId: of.conversationId, content, replyCount: 1 }),
  isFollowing: true,
  lastReadSeq: 1,
  unreadCount: 0,
  mentionCount: 0,
});
const replyTo = (of: typeof here, content: string) =>
  message(2, { conversationId: of.conversationId, content, threadId: rootId, replyNumber: 1 });

describe("A thread", () => {
  test("keeps its root, replies and place when another conversation has a root with the same id", () => {
    const store = new Store();
    const threads = new ThreadStore(store);
    threads.take([threadOf(here, "root")]);
    threads.setReplies(here, [replyTo(here, "reply")]);
    threads.take([threadOf(elsewhere, "forged root")]);
    threads.addReplies(elsewhere, [replyTo(elsewhere, "forged reply")]);
    threads.setReplies(elsewhere, [replyTo(elsewhere, "forged reply")]);
    threads.changeThread(elsewhere, (known) => ({ ...known, unreadCount: 7 }));
    threads.changeReply({ conversationId: otherConversationId, messageId: messageId(2) }, (known) => ({
      ...known,
      content: "changed",
    }));
    expect(threads.get(here)).toMatchObject({ root: { content: "root" }, unreadCount: 0 });
    expect(threads.repliesOf(here)?.messages).toMatchObject([{ content: "reply" }]);
    const shown = [1, 2].map((at) => messageOf(store.state, { conversationId, messageId: messageId(at) }));
    expect(shown).toMatchObject([{ content: "root" }, { content: "reply" }]);
    threads.forget(otherConversationId);
    expect(threads.repliesOf(here)?.messages).toHaveLength(1);
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import type { MessageId, UserId } from "../../../contract/ids.ts";
import { by, db, newGroup, newMessageId, newUsers, unlimited } from "../../../tests/support/domain.ts";
import { getConversation } from "../conversations/views.ts";
import { deleteMessage } from "../messages/change.ts";
import { listMessages } from "../messages/history.ts";
import { markRead } from "../messages/read-position.ts";
import { sendMessage } from "../messages/send.ts";
import { followThread, markThreadRead, unfollowThread } from "./follow.ts";
import { getThread, listThreads } from "./threads.ts";

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant("send" as const), who: fc.nat(), at: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant("reply" as const),
      who: fc.nat(),
      at: fc.nat(),
      also: fc.boolean(),
    }),
  },
  fc.record({
    does: fc.constantFrom("read" as const, "read thread" as const, "delete" as const),
    who: fc.nat(),
    at: fc.nat(),
  }),
  fc.record({ does: fc.constantFrom("follow" as const, "unfollow" as const), who: fc.nat(), at: fc.nat() }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface ModelMessage {
  id: MessageId;
  sender: UserId;
  /** The index of the root. */
  root?: number;
  also?: boolean;
  isDeleted: boolean;
}

/** The rules of threads, counted naively. A message's sequence number is its index plus one. */
class Model {
  readonly messages: ModelMessage[] = [];
  readonly read = new Map<UserId, number>();
  /** The read position of each follower, by root and user. */
  readonly followed = new Map<string, number>();

  add(message: ModelMessage): void {
    this.messages.push(message);
    const seq = this.messages.length;
    const { sender, root } = message;
    if (root === undefined || message.also) this.read.set(sender, seq);
    if (root === undefined) return;
    this.followed.set(`${root} ${sender}`, seq);
    const author = this.messages[root]?.sender;
    if (this.repliesTo(root).length === 1 && author && !this.followed.has(`${root} ${author}`)) {
      this.followed.set(`${root} ${author}`, root + 1);
    }
  }

  /** The sequence numbers of a thread's replies. */
  repliesTo(root: number): number[] {
    return this.messages.flatMap((message, at) => (message.root === root ? [at + 1] : []));
  }

  /** The root of a message's thread: itself, unless it is a reply. */
  rootOf(at: number): number {
    return this.messages[at]?.root ?? at;
  }

  #exists(seq: number): boolean {
    return this.messages[seq - 1]?.isDeleted === false;
  }

  unread(user: UserId): number {
    const from = this.read.get(user) ?? 0;
    return this.messages.filter(
      ({ root, also, isDeleted }, at) => at >= from && !isDeleted && (root === undefined || also),
    ).length;
  }

  place(root: number, user: UserId) {
    const position = this.followed.get(`${root} ${user}`);
    const isUnread = (seq: number) => position !== undefined && seq > position && this.#exists(seq);
    return { isFollowing: position !== undefined, unreadCount: this.repliesTo(root).filter(isUnread).length };
  }
}

test("Any sequence of messages, replies, deletions and readings keeps order and unread counts as a naive model counts them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
      const { ada, ben, cleo } = await newUsers();
      const people = [ada, ben, cleo] as const;
      const conversationId = await newGroup(ada, ben, cleo);
      const model = new Model();

      const run = async ({ does, who, at: place, ...rest }: Step) => {
        const userId = people[who % people.length] ?? ada;
        const at = place % Math.max(1, model.messages.length);
        const message = model.messages[at];
        if (does === "send" || !message) {
          const id = newMessageId();
          await sendMessage(db, conversationId, by(userId), { id, content: "hello" }, unlimited, 0);
          return model.add({ id, sender: userId, isDeleted: false });
        }
        const root = model.rootOf(at);
        const rootId = model.messages[root]?.id ?? message.id;
        const thread = { conversationId, rootId, userId };
        const key = `${root} ${userId}`;
        switch (does) {
          case "reply": {
            const id = newMessageId();
            const also = "also" in rest && rest.also;
            const reply = { id, content: "hello", threadId: message.id, alsoInConversation: also };
            await sendMessage(db, conversationId, by(userId), reply, unlimited, 0);
            return model.add({ id, sender: userId, root, also, isDeleted: false });
          }
          case "read":
            await markRead(db, [{ conversationId, userId, seq: at + 1 }]);
            model.read.set(userId, Math.max(model.read.get(userId) ?? 0, at + 1));
            return;
          case "read thread": {
            await markThreadRead(db, thread, at + 1);
            const reached = model.repliesTo(root).findLast((seq) => seq <= at + 1) ?? 0;
            const position = model.followed.get(key);
            if (position !== undefined) model.followed.set(key, Math.max(position, reached));
            return;
          }
          case "delete":
            await deleteMessage(db, { conversationId, messageId: message.id, callerId: ada, sessionId: ada });
            message.isDeleted = true;
            return;
          case "follow":
            await followThread(db, thread, unlimited);
            if (!model.followed.has(key)) model.followed.set(key, model.repliesTo(root).at(-1) ?? root + 1);
            return;
          case "unfollow":
            await unfollowThread(db, thread);
            model.followed.delete(key);
        }
      };
      for (const each of steps) await run(each);

      const history = await listMessages(db, conversationId, ada, { after: 0 });
      expect(history.items.map(({ id }) => id)).toEqual(model.messages.map(({ id }) => id));
      const roots = [...new Set(model.messages.map((_, at) => model.rootOf(at)))];
      for (const root of roots) {
        const threadId = model.messages[root]?.id;
        const replies = await listMessages(db, conversationId, ben, { after: 0, threadId });
        expect(replies.items.map(({ seq }) => seq)).toEqual(model.repliesTo(root));
        expect(replies.items.map(({ replyNumber }) => replyNumber)).toEqual(
          replies.items.map((_, at) => at + 1),
        );
      }
      for (const userId of people) {
        const { unreadCount } = await getConversation(db, userId, conversationId);
        expect(unreadCount).toBe(model.unread(userId));
        for (const root of roots) {
          const rootId = model.messages[root]?.id;
          if (!rootId) continue;
          const {
            isFollowing,
            unreadCount,
            root: stored,
          } = await getThread(db, { conversationId, rootId, userId });
          expect({ isFollowing, unreadCount }).toEqual(model.place(root, userId));
          expect(stored.replyCount ?? 0).toBe(model.repliesTo(root).length);
        }
        const unread = await listThreads(db, userId, { unread: "true" });
        const expected = roots.filter((root) => model.place(root, userId).unreadCount > 0);
        expect(unread.items.map(({ root }) => root.seq).sort((a, b) => a - b)).toEqual(
          expected.map((root) => root + 1).sort((a, b) => a - b),
        );
      }
    }),
    { numRuns: 8 },
  );
}, 60_000);

import { describe, expect, test } from "vitest";
import { limits } from "../../contract/limits.ts";
import type { Thread } from "../../contract/threads.ts";
import { ada, ben, conversationId, message, messageId } from "../testing/examples.ts";
import { addReplies } from "./replies.ts";
import {
  mergedThread,
  withLatestSummary,
  withRepliesCounted,
  withReply,
  withReplyInThread,
  withThreadRead,
} from "./thread-changes.ts";

const root = message(1);
/** The thread's reply with a number. Its sequence number is twice as high. */
const reply = (replyNumber: number, change = {}) =>
  message(replyNumber * 2, { threadId: root.id, replyNumber, ...change });
const thread = (change: Partial<Thread> = {}): Thread => ({
  conversationId,
  root,
  isFollowing: true,
  lastReadSeq: 1,
  unreadCount: 0,
  mentionCount: 0,
  ...change,
});
const others = { isOwn: false, isMention: false };

describe("A root", () => {
  test("counts each reply once, whatever the order of arrival", () => {
    const [one, two, three] = [reply(1), reply(2, { senderId: ada }), reply(3)];
    const inOrder = [one, two, three].reduce(withReply, root);
    expect(inOrder).toMatchObject({ replyCount: 3, lastReplyAt: three.createdAt, replierIds: [ben, ada] });
    expect([three, one, three, two].reduce(withReply, root)).toMatchObject({ replyCount: 3 });
  });

  test("counts the replies that arrive together with it in one page", () => {
    const counted = withRepliesCounted([root, reply(1), reply(2)], [reply(1), reply(2)]);
    expect(counted[0]).toMatchObject({ replyCount: 2 });
    expect(withRepliesCounted(counted, [message(9)])).toBe(counted);
  });
});

describe("The summary of a root", () => {
  const summary = { lastReplyAt: reply(3).createdAt, replierIds: [ben, ada] };
  const summed = { ...root, replyCount: 3, ...summary };

  test("comes from the version with more replies, and everything else from the other one", () => {
    const edited = { ...root, content: "edited", revision: 1, replyCount: 2 };
    expect(withLatestSummary(edited, summed)).toEqual({ ...edited, replyCount: 3, ...summary });
    expect(withLatestSummary(summed, edited)).toBe(summed);
    expect(withLatestSummary(summed, { ...root, replyCount: 3 })).toBe(summed);
    expect(withLatestSummary(root, undefined)).toBe(root);
  });

  test("names a limited number of authors of replies", () => {
    const replierIds = Array.from({ length: limits.threadRepliers }, () => ben);
    expect(withReply({ ...root, replierIds }, reply(1, { senderId: ada })).replierIds).toEqual(replierIds);
  });

  test("does not change with the same reply, and that of another root never does", () => {
    const counted = withReply(root, reply(1));
    expect(withReply(counted, reply(1))).toBe(counted);
    const other = message(7);
    expect(withRepliesCounted([other, root], [reply(1)])).toEqual([other, counted]);
  });
});

describe("A followed thread", () => {
  test("does not count deleted replies as unread, nor those of a thread that the user does not follow", () => {
    const deleted = reply(1, { deletedAt: "2026-11-25T10:00:00.000Z" });
    expect(withReplyInThread(thread(), deleted, others)).toMatchObject({
      unreadCount: 0,
      root: { replyCount: 1 },
    });
    const unfollowed = thread({ isFollowing: false });
    const mention = { isOwn: false, isMention: true };
    expect(withReplyInThread(unfollowed, reply(1), mention)).toMatchObject({
      unreadCount: 0,
      mentionCount: 0,
    });
  });

  test("does not count a reply that another device has read before it arrives", () => {
    const read = thread({ lastReadSeq: 4 });
    const mention = { isOwn: false, isMention: true };
    expect(withReplyInThread(read, reply(2), mention)).toMatchObject({
      unreadCount: 0,
      mentionCount: 0,
      root: { replyCount: 2 },
    });
    expect(withReplyInThread(read, reply(3), mention).unreadCount).toBeGreaterThan(0);
  });

  test("counts a mention once, although its reply arrives twice", () => {
    const mention = { isOwn: false, isMention: true };
    const mentioned = withReplyInThread(thread(), reply(1), mention);
    expect(withReplyInThread(mentioned, reply(1), mention)).toMatchObject({
      unreadCount: 1,
      mentionCount: 1,
    });
  });

  test("begins with an own reply, and an earlier one moves nothing back", () => {
    const own = { isOwn: true, isMention: false };
    expect(withReplyInThread(thread({ isFollowing: false }), reply(1), own).isFollowing).toBe(true);
    const read = thread({ lastReadSeq: 8, unreadCount: 1, mentionCount: 1 });
    expect(withReplyInThread(read, reply(2), own)).toMatchObject({
      lastReadSeq: 8,
      unreadCount: 1,
      mentionCount: 1,
    });
  });

  test("is as the answer has it if the user has unfollowed it, or its root has changed since", () => {
    const fetched = thread({ isFollowing: false, lastReadSeq: 0 });
    expect(mergedThread(thread({ lastReadSeq: 6 }), fetched)).toMatchObject({
      isFollowing: false,
      lastReadSeq: 0,
    });
    const known = thread({ root: { ...root, content: "new", revision: 2 } });
    const older = thread({ root: { ...root, content: "old", revision: 1 }, unreadCount: 1 });
    expect(mergedThread(known, older)).toMatchObject({ unreadCount: 1, root: { content: "new" } });
    expect(mergedThread(undefined, fetched)).toBe(fetched);
  });

  test("counts unread replies, including those that a later one overtook", () => {
    const overtaken = withReplyInThread(thread(), reply(2), others);
    expect(overtaken).toMatchObject({ unreadCount: 2, root: { replyCount: 2 } });
    expect(withReplyInThread(overtaken, reply(1), others)).toMatchObject({ unreadCount: 2 });
  });

  test("counts mentions that only the thread shows", () => {
    const mention = { isOwn: false, isMention: true };
    const mentioned = withReplyInThread(thread(), reply(1), mention);
    const inBoth = withReplyInThread(mentioned, reply(2, { alsoInConversation: true }), mention);
    expect(inBoth).toMatchObject({ unreadCount: 2, mentionCount: 1 });
  });

  test("is read up to an own reply, and not beyond", () => {
    const unread = [reply(1), reply(3)].reduce(
      (known, each) => withReplyInThread(known, each, others),
      thread(),
    );
    const own = { isOwn: true, isMention: false };
    expect(withReplyInThread(unread, reply(2), own)).toMatchObject({ lastReadSeq: 4, unreadCount: 1 });
    expect(withReplyInThread(unread, reply(4), own)).toMatchObject({ lastReadSeq: 8, unreadCount: 0 });
  });

  test("has no unread replies once its last loaded reply is read", () => {
    const unread = thread({ unreadCount: 3, mentionCount: 1 });
    expect(withThreadRead(unread, 4, 6)).toMatchObject({ lastReadSeq: 4, unreadCount: 3 });
    expect(withThreadRead(unread, 6, 6)).toMatchObject({ lastReadSeq: 6, unreadCount: 0, mentionCount: 0 });
    expect(withThreadRead(unread, 1, 6)).toBe(unread);
  });

  test("keeps what the user has read on, and the latest version of its root, over an older answer", () => {
    const known = thread({ lastReadSeq: 6, root: { ...root, replyCount: 3, content: "old" } });
    const fetched = thread({ unreadCount: 2, root: { ...root, replyCount: 2, content: "new", revision: 1 } });
    expect(mergedThread(known, fetched)).toMatchObject({
      lastReadSeq: 6,
      unreadCount: 0,
      root: { replyCount: 3, content: "new" },
    });
  });
});

describe("The loaded replies of a thread", () => {
  const thread = { conversationId, rootId: messageId(1) };
  const replies = (...numbers: number[]) => ({
    ...thread,
    messages: numbers.map((number) => reply(number)),
  });
  const numbersOf = ({ replies: { messages } }: ReturnType<typeof addReplies>) =>
    messages.map(({ replyNumber }) => replyNumber);

  test("grow at both ends, and leave out a reply behind a gap", () => {
    expect(numbersOf(addReplies(replies(3, 4), [reply(2), reply(5)]))).toEqual([2, 3, 4, 5]);
    const behind = addReplies(replies(3, 4), [reply(6)]);
    expect([numbersOf(behind), behind.gap]).toEqual([[3, 4], true]);
    expect(addReplies(replies(), [reply(1)]).gap).toBe(false);
  });

  test("keep the newer version of a reply", () => {
    const edited = reply(1, { content: "edited", revision: 2 });
    const known = { ...thread, messages: [edited] };
    expect(addReplies(known, [reply(1)]).replies.messages).toEqual([edited]);
    expect(edited.id).toBe(messageId(2));
  });
});

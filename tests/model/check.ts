import type { ConversationId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { Thread } from "../../contract/threads.ts";
import { newId } from "../support/people.ts";
import { checkMarks } from "./check-marks.ts";
import { untilDevicesAgree, untilThreadsAgree, type World } from "./world.ts";

/** Reads a conversation's whole history as its owner. */
async function readStored(world: World, id: ConversationId): Promise<Message[]> {
  const messages: Message[] = [];
  for (;;) {
    const page = await world.owner.call("listMessages", {
      params: { id },
      query: { after: String(messages.at(-1)?.seq ?? 0), limit: "100" },
    });
    messages.push(...page.items);
    if (page.nextCursor === null) return messages;
  }
}

/** The ids of a user's own messages that their clients show as sent. */
function shownAsSent(world: World, id: ConversationId): string[] {
  return world.devices.flatMap(({ client, person }) =>
    (client.state.timelines.get(id)?.messages ?? [])
      .filter((message) => message.senderId === world.people[person]?.user?.id)
      .map((message) => message.id),
  );
}

/** Sends a message to find out which sequence number the conversation assigns next. */
async function nextSeq(world: World, id: ConversationId): Promise<number> {
  const body = { id: newId(), content: "Which number is this?" };
  return (await world.owner.call("sendMessage", { params: { id }, body })).seq;
}

const fail = (rule: string, detail: unknown): never => {
  throw new Error(`${rule}: ${JSON.stringify(detail)}`);
};

/** Checks that each reply belongs to a root that counts it, and that replies are numbered in their order. */
function checkThreads(messages: readonly Message[]): void {
  const roots = new Map(messages.filter(({ threadId }) => !threadId).map((root) => [root.id, root]));
  const counts = new Map<string, number>();
  for (const { threadId, replyNumber, seq } of messages) {
    if (threadId === undefined) continue;
    if (!roots.has(threadId)) fail("This reply has no root", seq);
    const count = (counts.get(threadId) ?? 0) + 1;
    counts.set(threadId, count);
    if (replyNumber !== count) fail("The count of replies does not match the number of this one", seq);
  }
  for (const [id, { replyCount = 0, seq }] of roots)
    if (replyCount !== (counts.get(id) ?? 0)) fail("A root has a wrong count of replies", seq);
}

/** Reads the threads that each user follows in a conversation, with their counts of unread replies. */
async function readThreads(world: World, id: ConversationId): Promise<Thread[]> {
  const pages = await Promise.all(
    world.people.map((person) => person.call("listThreads", { query: { limit: "100" } })),
  );
  return pages.flatMap(({ items }) => items).filter(({ conversationId }) => conversationId === id);
}

/**
 * Checks that each count of unread replies is the number of replies behind the user's read position.
 *
 * @param messages  read after the threads. Replies that are newer than a thread do not count
 */
function checkUnreadThreads(threads: readonly Thread[], messages: readonly Message[]): void {
  for (const { root, lastReadSeq, unreadCount } of threads) {
    const unread = messages.filter(
      ({ threadId, replyNumber = 0, seq, deletedAt }) =>
        threadId === root.id && replyNumber <= (root.replyCount ?? 0) && seq > lastReadSeq && !deletedAt,
    );
    if (unread.length !== unreadCount)
      fail("A thread has a wrong count of unread replies", {
        root: root.seq,
        unreadCount,
        of: unread.length,
      });
  }
}

/** Checks the rules that hold for a group's messages at any time. @throws an error that names the broken rule */
function checkStored(world: World, id: ConversationId, messages: readonly Message[]): void {
  const hole = messages.find((message, at) => message.seq !== at + 1);
  if (hole) fail("The sequence has a gap before", hole.seq);

  // System messages about the same kind of change have the same text.
  const contents = messages.filter(({ system }) => !system).map(({ content }) => content);
  const duplicates = contents.filter((content, at) => contents.indexOf(content) !== at);
  if (duplicates.length > 0) fail("These messages were sent once and are stored twice", duplicates);

  const storedIds = new Set<string>(messages.map((message) => message.id));
  const acknowledged = [...world.acknowledged].filter(
    (message) => world.sent.get(message)?.conversationId === id,
  );
  const lost = [...acknowledged, ...shownAsSent(world, id)].filter((message) => !storedIds.has(message));
  if (lost.length > 0) fail("These acknowledged messages are not stored", lost);

  checkThreads(messages);

  const changed = messages.filter((message) => {
    const sent = world.sent.get(message.id);
    return sent && sent.content !== message.content;
  });
  if (changed.length > 0) fail("These messages are stored with another content", changed);
}

/** @throws if a user received a message that was sent while they did not take part */
function checkLeaks(world: World, id: ConversationId): void {
  for (const { person, received } of world.devices) {
    for (const exclusion of world.exclusions.get(`${person} ${id}`) ?? []) {
      const leaked = received.filter(({ message, at }) => {
        const begunAt = world.sent.get(message.id)?.begunAt ?? 0;
        return message.conversationId === id && begunAt > exclusion.from && at < exclusion.until;
      });
      if (leaked.length > 0) fail(`Person ${person} received these messages after the removal`, leaked);
    }
  }
}

/**
 * Checks the state after a run. Every acknowledged message is stored exactly once, and the sequence has no gaps. Threads
 * count the replies that their followers have not read. All participants' clients show the same messages. No client received a message while its user did not take part.
 *
 * @throws an error that names the broken rule
 */
export async function check(world: World): Promise<void> {
  for (const id of world.groups) {
    const messages = await readStored(world, id);
    checkStored(world, id, messages);
    const seq = await nextSeq(world, id);
    // The server may have accepted an abandoned send just now, so `seq` need not be the last number.
    const after = await readStored(world, id);
    if (after.at(-1)?.seq !== after.length || !after.some((message) => message.seq === seq)) {
      fail("A sequence number is unused", { next: seq, messages: after.length });
    }
    checkLeaks(world, id);
    await checkMarks(world, after);
    const threads = await readThreads(world, id);
    checkUnreadThreads(threads, await readStored(world, id));
    await untilDevicesAgree(world, id, () => readStored(world, id));
    checkStored(world, id, await readStored(world, id));
  }
  await untilThreadsAgree(world);
}

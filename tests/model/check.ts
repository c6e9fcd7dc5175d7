import type { ConversationId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import { agree, type World } from "./world.ts";

/** All that the server has of a conversation, as its owner reads it. */
async function stored(world: World, id: ConversationId): Promise<Message[]> {
  const messages: Message[] = [];
  for (;;) {
    const page = await world.people[0]?.call("listMessages", {
      params: { id },
      query: { after: String(messages.at(-1)?.seq ?? 0), limit: "100" },
    });
    messages.push(...(page?.items ?? []));
    if (!page || page.nextCursor === null) return messages;
  }
}

/** What the people's clients show as sent: the page puts a tick beside it. */
function ticked(world: World, id: ConversationId): string[] {
  return world.devices.flatMap(({ client, person }) =>
    (client.state.timelines.get(id)?.messages ?? [])
      .filter((message) => message.senderId === world.people[person]?.user?.id)
      .map((message) => message.id),
  );
}

/** The next seq that a conversation gives, found by using it. */
async function nextSeq(world: World, id: ConversationId): Promise<number> {
  const body = { id: crypto.randomUUID() as Message["id"], content: "What number is this?" };
  const message = await world.people[0]?.call("sendMessage", { params: { id }, body });
  return message?.seq ?? 0;
}

const fail = (rule: string, detail: unknown): never => {
  throw new Error(`${rule}: ${JSON.stringify(detail)}`);
};

/** What holds for the messages of a group at any time. @throws naming the rule that is broken */
function checkStored(world: World, id: ConversationId, messages: readonly Message[]): void {
  const hole = messages.find((message, at) => message.seq !== at + 1);
  if (hole) fail("The numbers have a hole before", hole.seq);

  const contents = messages.map(({ content }) => content);
  const doubled = contents.filter((content, at) => contents.indexOf(content) !== at);
  if (doubled.length > 0) fail("These were sent once and are stored twice", doubled);

  const storedIds = new Set<string>(messages.map((message) => message.id));
  const acknowledged = [...world.acknowledged].filter(
    (message) => world.sent.get(message)?.conversationId === id,
  );
  const lost = [...acknowledged, ...ticked(world, id)].filter((message) => !storedIds.has(message));
  if (lost.length > 0) fail("These were acknowledged and are not there", lost);

  const changed = messages.filter((message) => {
    const sent = world.sent.get(message.id);
    return sent && sent.content !== message.content;
  });
  if (changed.length > 0) fail("These were changed on the way", changed);
}

/** @throws if somebody got what was certainly sent while they were certainly out */
function checkLeaks(world: World, id: ConversationId): void {
  for (const { person, received } of world.devices) {
    for (const exclusion of world.exclusions.get(`${person} ${id}`) ?? []) {
      const leaked = received.filter(({ message, at }) => {
        const begunAt = world.sent.get(message.id)?.begunAt ?? 0;
        return message.conversationId === id && begunAt > exclusion.from && at < exclusion.until;
      });
      if (leaked.length > 0) fail(`Person ${person} got these after the removal`, leaked);
    }
  }
}

/**
 * Checks what a run has left: every acknowledged message is there exactly once, without a hole in the numbers,
 * all entitled clients show the same, and nobody got anything while they were out.
 * @throws naming the rule that is broken
 */
export async function check(world: World): Promise<void> {
  for (const id of world.groups) {
    const messages = await stored(world, id);
    checkStored(world, id, messages);
    const seq = await nextSeq(world, id);
    // A send that its client has given up may be accepted just now; a burnt number is one that nothing has.
    const after = await stored(world, id);
    if (after.at(-1)?.seq !== after.length || !after.some((message) => message.seq === seq)) {
      fail("A number was burnt; the next one is", [seq, "and there are", after.length]);
    }
    checkLeaks(world, id);
    await agree(world, id, () => stored(world, id));
    checkStored(world, id, await stored(world, id));
  }
}

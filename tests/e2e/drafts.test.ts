import { beforeAll, describe, expect, inject, test } from "vitest";
import { ConversationId, type MessageId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import { newId, newPeople, type Person } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
beforeAll(async () => {
  [ann, ben] = await newPeople(url, 2);
});

const save = (person: Person, id: ConversationId, content: string, basedOn = 0, threadId?: MessageId) =>
  person.answer("saveDraft", { params: { id }, body: { content, basedOn, ...(threadId && { threadId }) } });
const listed = async (person: Person) => (await person.call("listDrafts")).items;

describe("A draft at the server", () => {
  test("reaches the user's other devices and nobody else, and is gone everywhere once it is sent", async () => {
    const { id } = await ann.startGroup([ben]);
    const phone = await ann.connect();
    const { body: first } = await save(ann, id, "hello th");
    expect((await phone.nextOf("draft.updated")).draft).toEqual(first);
    const { body: second } = await save(ann, id, "hello there", first.revision);
    expect(second.revision).toBeGreaterThan(first.revision);
    expect(await listed(ann)).toEqual([second]);
    expect(await listed(ben)).toEqual([]);
    const { body: removed } = await save(ann, id, "", second.revision);
    expect(removed).toMatchObject({ content: "", conversationId: id });
    await phone.next((frame) => frame.type === "draft.updated" && frame.draft.revision === removed.revision);
    expect(await listed(ann)).toEqual([]);
    await phone.close();
  });

  test("cannot be overwritten or brought back by a device that has missed a change, and a repeated save changes nothing", async () => {
    const { id } = await ann.startGroup([ben]);
    const { body: first } = await save(ann, id, "one");
    const { body: second } = await save(ann, id, "two", first.revision);
    expect((await save(ann, id, "two", first.revision)).body).toEqual(second);
    expect((await save(ann, id, "of an old device", first.revision)).problem.code).toBe("draft-changed");
    expect((await save(ann, id, "of a new device", 0)).problem.code).toBe("draft-changed");
    await save(ann, id, "", second.revision);
    expect((await save(ann, id, "two and more", second.revision)).problem.code).toBe("draft-changed");
    expect((await save(ann, id, "", second.revision)).status).toBe(200);
    // A later draft has a new revision.
    const { body: next } = await save(ann, id, "three");
    expect(next.revision).toBeGreaterThan(second.revision);
    const answers = await Promise.all(["a", "b"].map((text) => save(ann, id, text, next.revision)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test("of a thread is separate, and stays when the user leaves, who can then save no new one", async () => {
    const { id } = await ann.startGroup([ben]);
    const { body: root } = await ann.send(id, "root");
    const inThread = (await save(ben, id, "reply", 0, root.id)).body;
    const inGroup = (await save(ben, id, "new")).body;
    expect(inThread.threadId).toBe(root.id);
    expect((await save(ben, id, "reply", 0, newId())).problem.code).toBe("unknown-thread");
    await ann.call("removeParticipant", { params: { id, userId: ben.id } });
    expect(new Set(await listed(ben))).toEqual(new Set([inThread, inGroup]));
    expect((await save(ben, id, "newer", inGroup.revision)).status).toBe(404);
    expect((await save(ben, id, "", inGroup.revision)).status).toBe(200);
    expect((await save(ann, ConversationId.parse(newId()), "hello")).status).toBe(404);
  });

  test("is one of at most as many as the limit, in pages that list each once", async () => {
    const [cyd] = await newPeople(url, 1);
    const { id } = await cyd.startGroup([ben]);
    await cyd.sendAll(
      id,
      Array.from({ length: 4 }, (_, at) => `root ${at}`),
    );
    const { items } = await cyd.history(id);
    for (const [at, root] of items.entries()) await save(cyd, id, `${"x".repeat(7_990)}${at}`, 0, root.id);
    const seen = new Set<string>();
    let cursor: string | null | undefined;
    do {
      const page = await cyd.call("listDrafts", { query: { limit: 3, cursor } });
      for (const { threadId = "" } of page.items) seen.add(threadId);
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen.size).toBe(4);
    expect(limits.drafts).toBeGreaterThan(4);
  });
});

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { UserId } from "../../../contract/ids.ts";
import { db, newUsers } from "../../../tests/support/domain.ts";
import { createConversation } from "./create.ts";

test("Two people share one direct conversation, even if both start it simultaneously", async () => {
  const { ada, ben } = await newUsers();
  const [first, second] = await Promise.all([
    createConversation(db, ada, { participantIds: [ben] }),
    createConversation(db, ben, { participantIds: [ada] }),
  ]);
  const again = await createConversation(db, ada, { participantIds: [ben, ada] });
  expect(new Set([first, second, again].map(({ conversation }) => conversation.id)).size).toBe(1);
  expect([first.isNew, second.isNew].sort()).toEqual([false, true]);
  expect(again.isNew).toBe(false);
  expect(again.conversation).toMatchObject({ isGroupChat: false, name: null, role: "member" });
});

test("A conversation is a group if the request says so, names it, or lists more than one other person", async () => {
  const { ada, ben, cleo } = await newUsers();
  const requests = [
    { participantIds: [], isGroupChat: true },
    { participantIds: [ben], name: "Design" },
    { participantIds: [ben, cleo] },
  ];
  for (const request of requests) {
    const { conversation, isNew } = await createConversation(db, ada, request);
    expect(isNew).toBe(true);
    expect(conversation).toMatchObject({
      isGroupChat: true,
      role: "owner",
      name: request.name ?? null,
      participantCount: request.participantIds.length + 1,
    });
    const members = conversation.participants.filter(({ role }) => role === "member");
    expect(members.map(({ user }) => user.id).sort()).toEqual([...request.participantIds].sort());
  }
});

test("A conversation needs known people, and a direct one exactly one other person and no name", async () => {
  const { ada, ben, cleo } = await newUsers();
  const unknown = UserId.parse(randomUUID());
  const oneOther = { code: "needs-one-other-person", errors: [{ path: "participantIds" }] };
  for (const participantIds of [[], [ada], [ben, cleo]]) {
    const creation = createConversation(db, ada, { participantIds, isGroupChat: false });
    await expect(creation).rejects.toMatchObject(oneOther);
  }
  const named = createConversation(db, ada, { participantIds: [ben], isGroupChat: false, name: "Us" });
  await expect(named).rejects.toMatchObject({ code: "name-for-groups-only", errors: [{ path: "name" }] });
  const withUnknown = createConversation(db, ada, { participantIds: [ben, unknown, cleo] });
  await expect(withUnknown).rejects.toMatchObject({
    code: "unknown-users",
    errors: [{ path: "participantIds.1", code: "unknown-user" }],
  });
});

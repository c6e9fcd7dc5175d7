import { describe, expect, test } from "vitest";
import { ConnectionId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { connect, db, newGroup, newUser, newUsers } from "../../../tests/support/domain.ts";
import { presenceAudience, recipientsOf } from "./audience.ts";
import { slicesOf } from "./slices.ts";

const ids = (...connections: ConnectionId[]) => connections.sort();

describe("The recipients of an event", () => {
  test("for a conversation are all connections of its participants, up to the limit", async () => {
    const { ada, ben, cleo } = await newUsers();
    const conversationId = await newGroup(ada, ben);
    const connections = ids(await connect(ada), await connect(ben), await connect(ben));
    await connect(cleo);
    const audience = { of: "conversation", conversationId } as const;
    expect(await recipientsOf(db, audience)).toEqual(connections);
    expect(await recipientsOf(db, audience, 2)).toEqual(connections.slice(0, 2));
    expect(await recipientsOf(db, audience, 3)).toEqual(connections);
  });

  test("for the slices of a conversation are disjoint and together complete", async () => {
    const ada = await newUser();
    const members = await Promise.all(Array.from({ length: 12 }, () => newUser()));
    const conversationId = await newGroup(ada, ...members);
    const connections = ids(...(await Promise.all(members.map((id) => connect(id)))));
    const parts = await Promise.all(
      slicesOf().map((slice) => recipientsOf(db, { of: "conversation", conversationId, slice })),
    );
    expect(parts.flat().sort()).toEqual(connections);
  });

  test("for some users are their connections, including those of users who share no conversation", async () => {
    const { ada, ben, cleo } = await newUsers();
    const connections = ids(await connect(ada), await connect(ben));
    await connect(cleo);
    expect(await recipientsOf(db, { of: "people", userIds: [ada, ben] })).toEqual(connections);
  });

  test("for acquaintances are the users of shared conversations, each once, and the user's own devices", async () => {
    const { ada, ben, cleo } = await newUsers();
    await newGroup(ada, ben);
    await newGroup(ben, ada);
    await newGroup(ben, cleo);
    const connections = ids(await connect(ada), await connect(ben));
    await connect(cleo);
    expect(await recipientsOf(db, { of: "acquaintances", userId: ada })).toEqual(connections);
  });

  test("for a presence are the members of shared conversations that are not too large", async () => {
    const { ada, ben, cleo } = await newUsers();
    const crowd = await Promise.all(Array.from({ length: limits.presenceGroupSize - 1 }, () => newUser()));
    await newGroup(ada, ben, ...crowd.slice(1));
    await newGroup(ada, cleo, ...crowd);
    const connections = ids(await connect(ada), await connect(ben));
    await connect(cleo);
    expect(await recipientsOf(db, presenceAudience(ada))).toEqual(connections);
  });

  test("for named connections are exactly these, without a database query", async () => {
    const connectionIds = [ConnectionId.parse("gone")];
    expect(await recipientsOf(db, { of: "connections", connectionIds })).toEqual(connectionIds);
  });
});

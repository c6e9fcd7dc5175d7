import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, test } from "vitest";
import { Store } from "../../../client/store.ts";
import { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { followState } from "./follow-state.ts";

const user = (at: number, username: string): User => ({
  id: UserId.parse(`0192f0c2-7b3e-7f10-9a55-00000000000${at}`),
  username,
  fullName: null,
  createdAt: "2026-11-25T09:00:00.000Z",
});
const ada = user(1, "ada");
const ben = user(2, "ben");
const renamed = { ...ada, fullName: "Countess Lovelace" };

let queries: QueryClient;
let store: Store;
beforeEach(() => {
  queries = new QueryClient();
  store = new Store();
  followState(queries, store);
});
const people = (...users: (typeof ada)[]) =>
  store.update({ people: new Map(users.map((each) => [each.id, each])) });

describe("An answer that the page keeps", () => {
  test("shows changed users wherever it contains them, and keeps the rest", () => {
    const other = { user: ben, role: "member" };
    queries.setQueryData(["found"], { items: [ada, ben] });
    queries.setQueryData(["participants"], { pages: [{ items: [{ user: ada, role: "owner" }, other] }] });
    people(renamed);
    expect(queries.getQueryData(["found"])).toEqual({ items: [renamed, ben] });
    expect(queries.getQueryData(["participants"])).toEqual({
      pages: [{ items: [{ user: renamed, role: "owner" }, other] }],
    });
  });

  test("loses a status that its user has removed", () => {
    queries.setQueryData(["found"], [{ ...ada, status: { emoji: "🌴" } }]);
    people(ada);
    expect(queries.getQueryData(["found"])).toEqual([ada]);
  });

  test("keeps what it alone knows of a user", () => {
    const member = { ...ada, email: "ada@example.org", workspaceRole: "owner", deactivatedAt: null };
    queries.setQueryData(["members"], { pages: [{ items: [{ ...member, status: { emoji: "🌴" } }] }] });
    people(renamed);
    expect(queries.getQueryData(["members"])).toEqual({
      pages: [{ items: [{ ...member, fullName: "Countess Lovelace" }] }],
    });
  });

  test("is as old as before", () => {
    queries.setQueryData(["found"], [ada], { updatedAt: 1 });
    people(renamed);
    expect(queries.getQueryState(["found"])?.dataUpdatedAt).toBe(1);
  });

  test("is out of date after an interruption, but not once the first connection opens", () => {
    const isOld = () => queries.getQueryState(["found"])?.isInvalidated;
    queries.setQueryData(["found"], [ada]);
    store.update({ status: "catching up" });
    store.update({ status: "live" });
    expect(isOld()).toBe(false);
    for (const status of ["offline", "catching up"] as const) store.update({ status });
    expect(isOld()).toBe(false);
    store.update({ status: "live" });
    expect(isOld()).toBe(true);
  });
});

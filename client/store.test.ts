import { expect, test } from "vitest";
import { Store } from "./store.ts";

test("An error in a listener is reported, and stops neither the other listeners nor the caller", () => {
  const reported: string[] = [];
  const store = new Store((_, { operation }) => reported.push(operation));
  const seen: string[] = [];
  store.subscribe(() => {
    throw new Error("A bug in the page");
  });
  store.subscribe(() => seen.push(store.state.status));
  store.update({ status: "live" });
  expect(seen).toEqual(["live"]);
  expect(reported).toEqual(["store.listener"]);
});

import { expect, test } from "vitest";
import { asOneQuery } from "./failed-queries.ts";

test("Several queries as one have the first failure, and repeat all that have failed", async () => {
  const repeated: string[] = [];
  const query = (name: string, error: Error | null) => ({
    error,
    refetch: async () => void repeated.push(name),
  });
  const failure = new Error("one");
  const one = asOneQuery([query("loaded", null), query("one", failure), query("two", new Error("two"))]);
  await one.refetch();
  expect([one.error, repeated]).toEqual([failure, ["one", "two"]]);
  expect(asOneQuery([query("loaded", null)]).error).toBeNull();
});

import { expect, test } from "vitest";
import { Releases } from "./releases.ts";

test("Releases run once, in reverse order, and each waits for the previous one", async () => {
  const order: string[] = [];
  const releases = new Releases();
  for (const name of ["database", "server", "connection"]) {
    releases.add(async () => {
      await Promise.resolve();
      order.push(name);
    });
  }
  await releases.run();
  await releases.run();
  expect(order).toEqual(["connection", "server", "database"]);
});

test("A failed release does not prevent the others and is reported", async () => {
  const order: string[] = [];
  const releases = new Releases();
  releases.add(() => order.push("first"));
  releases.add(() => {
    throw new Error("stuck");
  });
  releases.add(() => order.push("last"));
  await expect(releases.run()).rejects.toMatchObject({ errors: [new Error("stuck")] });
  expect(order).toEqual(["last", "first"]);
});

import { expect, test } from "vitest";
import { limits } from "../../../contract/limits.ts";
import { db, newUsers } from "../../../tests/support/domain.ts";
import { getAccount, updateAccount } from "./accounts.ts";

const { free } = limits.guesses.registrations;

test("One address learns only of some e-mail addresses that they are taken, whatever its account", async () => {
  const { ada, ben, cleo } = await newUsers();
  const { email: taken } = await getAccount(db, cleo);
  // Any text counts as an address, and these are new in each run.
  const [address, other] = [`from ${ada}`, `from ${ben}`];
  const change = (from: string, email: string, id = ada) =>
    updateAccount(db, id, { email }, { confirmsEmail: true, address: from }).then(
      () => "changed",
      (error: { code: unknown }) => error.code,
    );
  // Free addresses and the present one do not count.
  for (let count = 0; count <= free; count++)
    expect(await change(address, `${count}-${taken}`)).toBe("changed");
  const codes = await Promise.all(Array.from({ length: free + 4 }, () => change(address, taken)));
  expect(codes.filter((code) => code === "email-taken")).toHaveLength(free + 1);
  expect(codes.filter((code) => code === "rate-limited")).toHaveLength(3);
  expect(await change(address, taken, ben)).toBe("rate-limited");
  expect(await change(other, taken, ben)).toBe("email-taken");
  // Other changes go on.
  await updateAccount(db, ada, { fullName: null }, { confirmsEmail: true, address });
});

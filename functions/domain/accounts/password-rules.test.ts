import { expect, test } from "vitest";
import { requireStrongPassword } from "./password-rules.ts";

const owner = { username: "ada.lovelace", email: "countess@example.com" };
const check = (password: string) => requireStrongPassword(password, owner, "newPassword");

test.each([
  ["qwertyuiop", "common-password"],
  ["Manchester", "common-password"],
  ["Ada.Lovelace", "like-your-name"],
  ["COUNTESS@example.com", "like-your-name"],
  ["countess", "like-your-name"],
])("The password %s is refused as %s", async (password, code) => {
  await expect(check(password)).rejects.toMatchObject({ errors: [{ path: "newPassword", code }] });
});

test("A long password that is on no list is accepted", async () => {
  await expect(check("correct horse battery staple")).resolves.toBeUndefined();
});

import { readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { password } from "../support/accounts.ts";
import { linkIn, mailTo } from "../support/outbox.ts";
import { message, messageTexts, openPage, sendMessage, signIn } from "./browser.ts";
import {
  ada,
  adaHerself,
  bob,
  browser,
  errors,
  openGroup,
  openSettings,
  withTwoPeople,
} from "./two-people.ts";

const { url, awsUrl } = inject("stack");

withTwoPeople();

describe("an account", () => {
  test("has a name, a password, devices, and data to take along", async () => {
    await sendMessage(ada, "As you know me");
    await openGroup(bob);
    await message(bob, "As you know me").getByText("Ada Lovelace").waitFor();
    const device = (await openPage(browser, url)).page;
    await signIn(device, adaHerself);
    const settings = await openSettings(ada);
    await settings.getByLabel("Full name").fill("Countess Lovelace");
    await settings.getByRole("button", { name: "Save" }).click();
    await ada.getByLabel("Account of Countess Lovelace").waitFor({ state: "attached" });
    // Whom she talks with sees it at once.
    await message(bob, "As you know me").getByText("Countess Lovelace").waitFor();
    await settings.getByRole("textbox", { name: "Current password" }).fill("wrong one");
    await settings.getByRole("textbox", { name: "New password" }).fill("a new and better one");
    await settings.getByRole("button", { name: "Change password" }).click();
    await settings.getByText("Is not your password.").waitFor();
    const downloading = ada.waitForEvent("download");
    await settings.getByRole("button", { name: "Export my data" }).click();
    const exported = JSON.parse(readFileSync(await (await downloading).path(), "utf8"));
    expect(exported).toMatchObject({
      account: { fullName: "Countess Lovelace" },
      messages: [{ content: "As you know me" }],
    });
    // The other device finds itself signed out at once.
    await settings.getByRole("button", { name: "Sign out of all other devices" }).click();
    await device.getByRole("button", { name: "Sign in" }).waitFor();
    expect(errors[0]?.splice(0).every((text) => text.includes("400"))).toBe(true);
  });

  test("confirms its e-mail, and gets a new password, by links in mails", async () => {
    const { email, username } = adaHerself.session.user;
    const settings = await openSettings(ada);
    await settings.getByRole("button", { name: "Send again" }).click();
    await ada.getByText(`We have sent an e-mail to ${email}.`).waitFor();
    const inbox = (await openPage(browser, url)).page;
    await inbox.goto(linkIn(await mailTo(awsUrl, email, /^Confirm/)).address);
    await inbox.getByText("Thank you. Your e-mail address is confirmed.").waitFor();

    await inbox.goto("/sign-in");
    await inbox.getByRole("link", { name: "Forgot your password?" }).click();
    await inbox.getByRole("textbox", { name: "Username or e-mail" }).fill(email);
    await inbox.getByRole("button", { name: "Send link" }).click();
    await inbox.getByText("If this account exists, we have sent you an e-mail.").waitFor();
    // The mail as one finds it in the outbox of this machine.
    await mailTo(awsUrl, email, /new password/);
    await inbox.goto(`${awsUrl}/outbox?to=${email}`);
    const opening = inbox.waitForEvent("popup");
    await inbox.frameLocator("iframe").first().getByRole("link", { name: "Choose a new password" }).click();
    const page = await opening;
    await page.getByRole("textbox", { name: "New password" }).fill("short");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Must have at least 10 characters.").waitFor();
    await page.getByRole("textbox", { name: "New password" }).fill("a new one, from a mail");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Your password has been changed, and all devices have been signed out.").waitFor();
    await ada.getByRole("button", { name: "Sign in" }).waitFor();
    await page.reload();
    await page.getByRole("textbox", { name: "New password" }).fill("the same link once more");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("This link has expired or has already been used.").waitFor();
    await page.getByRole("link", { name: "Request a new link" }).click();
    await page.getByRole("link", { name: "Back to sign-in" }).click();
    await page.getByRole("textbox", { name: "Username or e-mail" }).fill(username);
    await page.getByRole("textbox", { name: "Password" }).fill("a new one, from a mail");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("[data-connection=live]").waitFor({ state: "attached" });
    await expect(openSettings(page).then((own) => own.getByText("Not confirmed yet").count())).resolves.toBe(
      0,
    );
    errors[0]?.splice(0);
  });

  test("gets a new e-mail address by the password and a link, and keeps the present one until then", async () => {
    const { email: before } = adaHerself.session.user;
    const email = `countess-${before}`;
    const settings = await openSettings(ada);
    await settings.getByRole("textbox", { name: "E-mail" }).fill(email);
    await settings.getByRole("textbox", { name: "Current password" }).first().fill(password);
    await settings.getByRole("button", { name: "Save" }).click();
    await settings.getByText(`${email} is not confirmed yet.`).waitFor();
    expect(await settings.getByRole("textbox", { name: "E-mail" }).inputValue()).toBe(before);
    const inbox = (await openPage(browser, url)).page;
    await inbox.goto(linkIn(await mailTo(awsUrl, email, /^Confirm/)).address);
    await inbox.getByText("Thank you. Your e-mail address is confirmed.").waitFor();
  });

  test("that is deleted is gone, and its words stay", async () => {
    await sendMessage(ada, "Remember me");
    await openGroup(bob);
    const settings = await openSettings(ada);
    await settings.getByRole("button", { name: "Delete my account" }).click();
    await settings.getByRole("textbox", { name: "Password", exact: true }).fill(password);
    await settings.getByRole("button", { name: "Delete permanently" }).click();
    await ada.getByRole("button", { name: "Sign in" }).waitFor();
    await bob.getByText("1 person").first().waitFor();
    await bob.reload();
    await message(bob, "Remember me")
      .getByText(/^deleted~/)
      .waitFor();
    // The page of who has left may still have asked for something.
    errors[0]?.splice(0);
  });
});

test("the whole page speaks German to whoever wants it", async () => {
  await ada.getByRole("button", { name: "Account of Ada Lovelace" }).click();
  await ada.getByRole("menuitem", { name: "Deutsch" }).click();
  await ada.getByRole("textbox", { name: "Nachricht an Engine room" }).waitFor();
  expect(await ada.locator("html").getAttribute("lang")).toBe("de");
  await ada.reload();
  await ada.getByRole("textbox", { name: "Nachricht an Engine room" }).fill("Hallo");
  await ada.getByRole("button", { name: "Senden" }).click();
  await expect.poll(() => messageTexts(ada)).toEqual(["Hallo"]);
  // Also when the server refuses something.
  await ada.getByRole("button", { name: "Konto von Ada Lovelace" }).click();
  await ada.getByRole("menuitem", { name: "Einstellungen" }).click();
  await ada.getByRole("textbox", { name: "Aktuelles Passwort" }).fill("ein falsches");
  await ada.getByRole("textbox", { name: "Neues Passwort" }).fill("zu kurz");
  await ada.getByRole("button", { name: "Passwort ändern" }).click();
  await ada.getByText("Muss mindestens 10 Zeichen haben.").waitFor();
  await ada.getByRole("textbox", { name: "Neues Passwort" }).fill("lang genug, aber umsonst");
  await ada.getByRole("button", { name: "Passwort ändern" }).click();
  await ada.getByText("Ist nicht dein Passwort.").waitFor();
  errors[0]?.splice(0);
});

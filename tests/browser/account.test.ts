import { readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import * as z from "zod";
import { unsubscribeToken } from "../../functions/domain/missed-mails/unsubscription.ts";
import { password, withDatabase } from "../support/accounts.ts";
import { parseLink, waitForMail } from "../support/mails.ts";
import { message, messageTexts, openPage, sendMessage, signIn } from "./browser.ts";
import {
  ada,
  adaHerself,
  bob,
  openBob,
  openGroup,
  openSettings,
  showSettings,
  takeErrors,
  withTwoPeople,
} from "./two-people.ts";
import { browser } from "./with-browser.ts";

const { url, awsUrl, databaseUrl } = inject("stack");

const MailKeyRow = z.object({ mail_key: z.string() });

withTwoPeople();

describe("The account settings", () => {
  test("change the name and the password, export the user's data and sign out other devices", async () => {
    await openBob();
    await sendMessage(ada, "As you know me");
    await openGroup(bob);
    await message(bob, "As you know me").getByText("Ada Lovelace").waitFor();
    const device = (await openPage(browser, url)).page;
    await signIn(device, adaHerself);
    const settings = await openSettings(ada);
    await settings.getByLabel("Full name").fill("Countess Lovelace");
    await settings.getByRole("button", { name: "Save" }).click();
    await ada.getByLabel("Account of Countess Lovelace").waitFor({ state: "attached" });
    // Bob's page shows the new name without a reload.
    await message(bob, "As you know me").getByText("Countess Lovelace").waitFor();
    const signIns = await showSettings(ada, "Sign-in");
    await signIns.getByRole("textbox", { name: "Current password" }).fill("wrong one");
    await signIns.getByRole("textbox", { name: "New password" }).fill("a new and better one");
    await signIns.getByRole("button", { name: "Change password" }).click();
    await signIns.getByText("Is not your password.").waitFor();
    const data = await showSettings(ada, "Your data");
    const downloading = ada.waitForEvent("download");
    await data.getByRole("button", { name: "Export my data" }).click();
    const exported = JSON.parse(readFileSync(await (await downloading).path(), "utf8"));
    expect(exported).toMatchObject({
      account: { fullName: "Countess Lovelace" },
      messages: [{ content: "As you know me" }],
    });
    // The other device shows the sign-in page without a reload.
    const devices = await showSettings(ada, "Devices");
    await devices.getByRole("button", { name: "Sign out of all other devices" }).click();
    await device.getByRole("button", { name: "Sign in" }).waitFor();
    // Chromium logs the status with which the server refuses the password.
    for (const error of takeErrors("ada")) expect(error).toContain("400");
  });

  test("turn e-mails about missed messages off, as does the page to which such an e-mail links, without a sign-in", async () => {
    const settings = await openSettings(ada, "Notifications");
    const mails = settings.getByRole("switch", { name: "E-mail about missed messages" });
    await settings.getByText("Confirm your e-mail address first.").waitFor();
    expect(await mails.isChecked()).toBe(true);
    const wanted = async () => (await adaHerself.call("getMe")).missedMails;
    for (const isOn of [false, true]) {
      await mails.focus();
      await ada.keyboard.press("Space");
      await expect.poll(wanted).toBe(isOn);
      await expect.poll(() => mails.isChecked()).toBe(isOn);
    }
    const mailKey = await withDatabase(databaseUrl, async (client) => {
      const { rows } = await client.query("SELECT mail_key FROM workspace");
      return MailKeyRow.parse(rows[0]).mail_key;
    });
    const { page, errors } = await openPage(browser, url);
    await page.goto(`/unsubscribe#${unsubscribeToken(adaHerself.id, mailKey)}`);
    const stop = page.getByRole("button", { name: "Stop these e-mails" });
    await stop.waitFor();
    expect(await wanted()).toBe(true);
    await stop.click();
    await page.getByText("You no longer get e-mails about missed messages.").waitFor();
    expect(await wanted()).toBe(false);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("confirm the e-mail address and reset the password through links in e-mails", async () => {
    const { email, username } = adaHerself.session.user;
    const settings = await openSettings(ada);
    await settings.getByRole("button", { name: "Send again" }).click();
    await ada.getByText(`We have sent an e-mail to ${email}.`).waitFor();
    const inbox = (await openPage(browser, url)).page;
    await inbox.goto(parseLink(await waitForMail(awsUrl, email, /^Confirm/)).address);
    await inbox.getByText("Thank you. Your e-mail address is confirmed.").waitFor();

    await inbox.goto("/sign-in");
    await inbox.getByRole("link", { name: "Forgot your password?" }).click();
    await inbox.getByRole("textbox", { name: "Username or e-mail" }).fill(email);
    await inbox.getByRole("button", { name: "Send link" }).click();
    await inbox.getByText("If this account exists, we have sent you an e-mail.").waitFor();
    // The local outbox shows the e-mail, and its link opens in a new tab.
    await waitForMail(awsUrl, email, /new password/);
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
    const ownSettings = await openSettings(page);
    expect(await ownSettings.getByText("Not confirmed yet").count()).toBe(0);
    // Chromium may report the requests that Ada's page made with the ended session.
    takeErrors("ada");
  });

  test("change the e-mail address after the password and a link in an e-mail", async () => {
    const { email: before } = adaHerself.session.user;
    const email = `countess-${before}`;
    const settings = await openSettings(ada);
    await settings.getByRole("textbox", { name: "E-mail" }).fill(email);
    await settings.getByRole("textbox", { name: "Current password" }).first().fill(password);
    await settings.getByRole("button", { name: "Save" }).click();
    await settings.getByText(`${email} is not confirmed yet.`).waitFor();
    expect(await settings.getByRole("textbox", { name: "E-mail" }).inputValue()).toBe(before);
    const inbox = (await openPage(browser, url)).page;
    await inbox.goto(parseLink(await waitForMail(awsUrl, email, /^Confirm/)).address);
    await inbox.getByText("Thank you. Your e-mail address is confirmed.").waitFor();
  });

  test("are pages with addresses, and a theme is there before the page's code has loaded", async () => {
    await openSettings(ada, "Appearance");
    await ada.reload();
    const appearance = ada.getByRole("region", { name: "Appearance", exact: true });
    // The theme of the system follows its contrast.
    const variant = () => ada.evaluate(() => document.documentElement.dataset.variant);
    await ada.emulateMedia({ contrast: "more" });
    await expect.poll(variant).toBe("contrast");
    await appearance.getByRole("radio", { name: "Sepia" }).click();
    await expect.poll(variant).toBe("soft");
    // The system's colours take the backgrounds away, and a choice still shows.
    await ada.emulateMedia({ contrast: "more", forcedColors: "active" });
    const markOf = (name: string) =>
      appearance
        .getByRole("radio", { name, exact: true })
        .locator("[class*=RadioIndicator-indicator]")
        .evaluate((mark) => getComputedStyle(mark).backgroundColor);
    const highlight = await ada.evaluate(() => {
      const sample = document.createElement("i");
      sample.style.cssText = "forced-color-adjust: none; background-color: Highlight";
      document.body.append(sample);
      const { backgroundColor } = getComputedStyle(sample);
      sample.remove();
      return backgroundColor;
    });
    await expect.poll(() => markOf("Sepia")).toBe(highlight);
    expect(await markOf("Dark")).not.toBe(highlight);
    await ada.emulateMedia({ contrast: "more", forcedColors: "none" });
    // A conversation has two lines, or one in a row of 28 pixels.
    const row = ada.getByRole("navigation").getByRole("link", { name: /Engine room/ });
    const rowHeight = async () => (await row.boundingBox())?.height;
    const density = appearance.getByRole("radiogroup", { name: "Density" });
    expect(await rowHeight()).toBe(52);
    await density.getByText("Compact").click();
    await expect.poll(rowHeight).toBe(28);
    await density.getByText("Comfortable").click();
    await expect.poll(rowHeight).toBe(52);
    // The bar of the installed app has the colour of the chosen theme.
    const bar = () => ada.locator("meta[name=theme-color]").first().getAttribute("content");
    await expect.poll(bar).toBe("rgb(248, 241, 227)");
    await appearance.getByRole("radiogroup", { name: "Font size" }).getByText("Largest").click();
    await showSettings(ada, "Devices");
    await ada.goBack();
    expect(await appearance.getByRole("radio", { name: "Sepia" }).getAttribute("aria-checked")).toBe("true");
    await ada.route("**/assets/*.js", (route) => route.abort());
    await ada.reload();
    const look = await ada.evaluate(() => ({
      backgroundColor: getComputedStyle(document.body).backgroundColor,
      fontSize: getComputedStyle(document.documentElement).fontSize,
    }));
    expect(look).toEqual({ backgroundColor: "rgb(248, 241, 227)", fontSize: "20px" });
  });

  test("lead from an index on a phone, and Back returns to it", async () => {
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    const { page, errors } = await openPage(browser, url, phone);
    await signIn(page, adaHerself);
    const devices = (await openSettings(page, "Devices")).getByText("This device");
    await devices.waitFor();
    const link = page.getByRole("link", { name: "Devices", exact: true });
    await link.waitFor({ state: "hidden" });
    await page.goBack();
    await link.click();
    await devices.waitFor();
    await page.getByRole("link", { name: "Back to the settings" }).click();
    await link.waitFor();
    await page.getByRole("link", { name: "Back to the list" }).click();
    await page.getByRole("link", { name: /Engine room/ }).waitFor();
    expect(errors).toEqual([]);
  });

  test("delete the account, and the user's messages stay", async () => {
    await openBob();
    await sendMessage(ada, "Remember me");
    await openGroup(bob);
    const settings = await openSettings(ada, "Your data");
    await settings.getByRole("button", { name: "Delete my account" }).click();
    await settings.getByRole("textbox", { name: "Password", exact: true }).fill(password);
    await settings.getByRole("button", { name: "Delete permanently" }).click();
    await ada.getByRole("button", { name: "Sign in" }).waitFor();
    await bob.getByText("1 person").first().waitFor();
    await bob.reload();
    await message(bob, "Remember me").getByText("Deleted user", { exact: true }).waitFor();
    expect(await bob.getByText(/deleted~/).count()).toBe(0);
    // Chromium may report the requests that Ada's page made after the account was deleted.
    takeErrors("ada");
  });
});

test("The page switches to German and stays German after a reload", async () => {
  await ada.getByRole("button", { name: "Account of Ada Lovelace" }).click();
  await ada.getByRole("menuitem", { name: "Deutsch" }).click();
  await ada.getByRole("textbox", { name: "Nachricht an Engine room" }).waitFor();
  expect(await ada.locator("html").getAttribute("lang")).toBe("de");
  await ada.reload();
  await ada.getByRole("textbox", { name: "Nachricht an Engine room" }).fill("Hallo");
  await ada.getByRole("button", { name: "Senden", exact: true }).click();
  await expect.poll(() => messageTexts(ada)).toEqual(["Hallo"]);
  // The server's refusals are in German as well.
  await ada.getByRole("button", { name: "Konto von Ada Lovelace" }).click();
  await ada.getByRole("menuitem", { name: "Einstellungen" }).click();
  await ada.getByRole("link", { name: "Anmeldung" }).click();
  await ada.getByRole("textbox", { name: "Aktuelles Passwort" }).fill("ein falsches");
  await ada.getByRole("textbox", { name: "Neues Passwort" }).fill("zu kurz");
  await ada.getByRole("button", { name: "Passwort ändern" }).click();
  await ada.getByText("Muss mindestens 10 Zeichen haben.").waitFor();
  await ada.getByRole("textbox", { name: "Neues Passwort" }).fill("lang genug, aber umsonst");
  await ada.getByRole("button", { name: "Passwort ändern" }).click();
  await ada.getByText("Ist nicht dein Passwort.").waitFor();
  // Chromium logs the status with which the server refuses the password.
  for (const error of takeErrors("ada")) expect(error).toContain("400");
});

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { firstOwner, password } from "../support/accounts.ts";
import { parseLink, waitForMail } from "../support/mails.ts";
import { withStack } from "../support/own-stack.ts";
import { newPerson, signIn as personOf, request, uniqueName } from "../support/people.ts";
import { openPage, signIn } from "./browser.ts";
import { browser, withBrowser } from "./with-browser.ts";

withBrowser();

async function fillRegistration(page: Page, username: string, email?: string): Promise<void> {
  await page.getByLabel("Username").fill(username);
  if (email !== undefined) await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
}

describe("The administration page", () => {
  test("changes roles, locks people out and lets them in again", async () => {
    await withStack(async (stack) => {
      const owner = await personOf(stack.url, firstOwner);
      const ben = await newPerson(stack.url, uniqueName("ben"), "Ben Admin");
      const { page, errors } = await openPage(browser, stack.url);
      const { page: bens } = await openPage(browser, stack.url);
      await signIn(page, owner);
      await signIn(bens, ben);
      // An owner without conversations is led to the invitations.
      await page.getByRole("link", { name: "Invite people" }).click();
      await page.getByRole("tab", { name: "Invitations", selected: true }).waitFor();
      await page.getByRole("link", { name: "Back to ChatFlow" }).click();

      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Settings" }).click();
      await page.getByRole("link", { name: "Workspace", exact: true }).click();
      await page.getByRole("main").getByRole("link", { name: "Administration" }).click();
      await page.getByRole("searchbox", { name: "Search people" }).fill(ben.username.toUpperCase());
      const role = page.getByRole("combobox", { name: "Role of Ben Admin" });
      await role.selectOption("Admin");
      await page.getByText("Ben Admin is now: Admin.").waitFor();
      expect((await ben.call("getMe")).workspaceRole).toBe("admin");

      await page.getByRole("button", { name: "Deactivate Ben Admin" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
      await bens.getByRole("button", { name: "Sign in" }).waitFor();
      await bens.getByLabel("Username or e-mail").fill(ben.username);
      await bens.getByRole("textbox", { name: "Password" }).fill(password);
      await bens.getByRole("button", { name: "Sign in" }).click();
      await bens.getByText("This account is deactivated.").waitFor();

      await page.getByRole("button", { name: "Reactivate Ben Admin" }).click();
      await page.getByRole("button", { name: "Deactivate Ben Admin" }).waitFor();
      await bens.getByRole("button", { name: "Sign in" }).click();
      await bens.locator("[data-connection=live]").waitFor({ state: "attached" });
      // An admin reaches the page too, and cannot change roles.
      await bens.goto("/admin");
      await bens.getByText(`@${firstOwner}`).waitFor();
      expect(await bens.getByRole("combobox").count()).toBe(0);
      expect(errors).toEqual([]);
      await Promise.all([page.context().close(), bens.context().close()]);
    });
  });

  test("closes the workspace, and invites people by link and by e-mail", async () => {
    await withStack(async (stack) => {
      const owner = await personOf(stack.url, firstOwner);
      await owner.startGroup([await newPerson(stack.url)], "Lobby");
      const { page, errors } = await openPage(browser, stack.url);
      const { page: guest } = await openPage(browser, stack.url);
      await signIn(page, owner);
      await page.goto("/admin");
      await page.getByRole("tab", { name: "Workspace" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill("Analytical Engines");
      await page.getByRole("button", { name: "Save" }).first().click();
      await page.getByText("Saved.").waitFor();
      await page.getByRole("radio", { name: "Invited people only" }).check();
      await page.getByRole("button", { name: "Save" }).last().click();
      await expect
        .poll(async () => (await request(stack.url, "getWorkspace")).body.signUpRule)
        .toBe("invited");
      await guest.goto("/register");
      await guest.getByText("You need an invitation").waitFor();
      await guest.getByRole("heading", { name: "Join Analytical Engines" }).waitFor();

      await page.getByRole("tab", { name: "Invitations" }).click();
      await page.getByRole("combobox", { name: "Groups that newcomers join" }).fill("lob");
      await page.getByRole("option", { name: "Lobby" }).click();
      await page.getByRole("button", { name: "Create link" }).click();
      const link = await page.getByRole("textbox", { name: "Invitation link" }).inputValue();
      await guest.goto(link);
      await guest.getByRole("heading", { name: "Join Analytical Engines" }).waitFor();
      const name = uniqueName("guest");
      await fillRegistration(guest, name, `${name}@example.com`);
      await guest.getByRole("heading", { name: "Chats" }).waitFor();
      await guest.getByRole("link", { name: /Lobby/ }).waitFor();
      await guest.context().close();

      const invitations = page.getByRole("list", { name: "Open invitations" });
      await page
        .getByRole("button", { name: /^Revoke: Link/ })
        .first()
        .click();
      await page.getByText("No open invitations").waitFor();
      await page.getByText("By e-mail").click();
      const email = `${uniqueName()}@example.com`;
      await page.getByRole("textbox", { name: "E-mail address" }).fill(email);
      await page.getByRole("button", { name: "Send invitation" }).click();
      await invitations.getByText(email).waitFor();
      const { page: other } = await openPage(browser, stack.url);
      await other.goto(parseLink(await waitForMail(stack.awsUrl, email, /invited/)).address);
      expect(await other.getByLabel("E-mail").inputValue()).toBe(email);
      await fillRegistration(other, uniqueName("mailed"));
      await other.getByRole("heading", { name: "Chats" }).waitFor();
      expect(errors).toEqual([]);
      await Promise.all([page.context().close(), other.context().close()]);
    });
  });

  test("lets e-mails show the text of messages, and turns off link previews and the earlier versions of messages, which readers then no longer see", async () => {
    await withStack(async (stack) => {
      const owner = await personOf(stack.url, firstOwner);
      const { id } = await owner.startGroup([], "Plans");
      const { body: message } = await owner.send(id, "We meet at one");
      await owner.call("editMessage", {
        params: { id, messageId: message.id },
        body: { content: "We meet at two" },
      });
      const { page, errors } = await openPage(browser, stack.url);
      await signIn(page, owner);
      await page.goto("/admin");
      await page.getByRole("tab", { name: "Workspace" }).click();
      const keeps = page.getByRole("switch", { name: "Keep earlier versions of edited messages" });
      expect(await keeps.isChecked()).toBe(true);
      const previews = page.getByRole("switch", { name: "Show previews of links" });
      expect(await previews.isChecked()).toBe(true);
      await previews.focus();
      await page.keyboard.press("Space");
      await expect.poll(async () => (await request(stack.url, "getWorkspace")).body.linkPreviews).toBe(false);
      const mails = page.getByRole("radiogroup", { name: "E-mails about missed messages" });
      await mails.getByRole("radio", { name: "With the names" }).focus();
      await page.keyboard.press("ArrowDown");
      await expect.poll(async () => (await request(stack.url, "getWorkspace")).body.missedMails).toBe("text");
      await keeps.focus();
      await page.keyboard.press("Space");
      await page.getByText("Saved.").first().waitFor();
      await expect.poll(() => keeps.isChecked()).toBe(false);
      await page.goto(`/c/${id}`);
      await page.getByRole("button", { name: "(edited)" }).click();
      await page.getByText("This workspace has kept no earlier versions of this message.").waitFor();
      expect(await page.getByText("We meet at one").count()).toBe(0);
      expect(errors).toEqual([]);
      await page.context().close();
    });
  });

  test("lets people of a domain sign up after they have confirmed their address", async () => {
    await withStack(async (stack) => {
      const owner = await personOf(stack.url, firstOwner);
      await owner.call("setSignUp", { body: { rule: "domains", domains: ["example.com"] } });
      const { page } = await openPage(browser, stack.url);
      await page.goto("/register");
      await page.getByText("Enter your e-mail address at example.com.").waitFor();
      await page.getByLabel("E-mail").fill("a@example.org");
      await page.getByRole("button", { name: "Send link" }).click();
      await page.getByText("Is not at a domain that may sign up.").waitFor();
      const email = `${uniqueName()}@example.com`;
      await page.getByLabel("E-mail").fill(email);
      await page.getByRole("button", { name: "Send link" }).click();
      await page.getByText(`We have sent an e-mail to ${email}.`).waitFor();
      await page.goto(
        parseLink(await waitForMail(stack.awsUrl, email, /Create your ChatFlow account/)).address,
      );
      await fillRegistration(page, uniqueName("domain"));
      await page.getByRole("heading", { name: "Chats" }).waitFor();
      await page.context().close();
    });
  });
});

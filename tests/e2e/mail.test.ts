import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { describe, expect, inject, test } from "vitest";
import { fieldError } from "../../contract/field-errors.ts";
import { limits } from "../../contract/limits.ts";
import type { RouteName } from "../../contract/routes.ts";
import { readSettings } from "../../localstack/settings.ts";
import { firstOwner, password } from "../support/accounts.ts";
import { awsClient } from "../support/aws.ts";
import { eventually } from "../support/eventually.ts";
import { listMails, parseLink, waitForMail } from "../support/mails.ts";
import { withStack } from "../support/own-stack.ts";
import {
  http,
  newPersonWithRole,
  type Person,
  registerPerson,
  request,
  signIn,
  uniqueName,
} from "../support/people.ts";

const { url, awsUrl } = inject("stack");

const emailOf = (person: Person) => person.session.user.email;
const me = async (person: Person) => await person.call("getMe");
const post = (route: RouteName, body: unknown, headers: Record<string, string> = {}) =>
  request(url, route, { body, headers });
const logIn = async (person: Person, secret: string) =>
  (await post("login", { login: person.username, password: secret })).status;

const verification = /^Confirm/;
const reset = /^Choose a new password/;

const tokenTo = async (person: Person, subject: RegExp) =>
  parseLink(await waitForMail(awsUrl, emailOf(person), subject)).token;

const resetsTo = async (person: Person) =>
  (await listMails(awsUrl, emailOf(person))).filter(({ Subject }) => reset.test(Subject)).length;

/** Requests a password reset and waits for the e-mail. @returns the token in its link */
async function requestReset(person: Person): Promise<string> {
  const count = await resetsTo(person);
  expect((await post("requestPasswordReset", { login: emailOf(person) })).status).toBe(202);
  await eventually(async () => expect(await resetsTo(person)).toBe(count + 1));
  return tokenTo(person, reset);
}

const newPassword = "a password that is new";
const complete = (token: string, secret = newPassword) => post("resetPassword", { token, password: secret });

describe("An e-mail address", () => {
  test("is confirmed by the link in the registration e-mail, which may be opened twice", async () => {
    const ann = await registerPerson(url);
    expect((await me(ann)).isEmailVerified).toBe(false);
    const mail = await waitForMail(awsUrl, emailOf(ann), verification);
    expect(mail.Source).toMatch(/^ChatFlow </);
    expect(mail.Body.html_part).toContain(parseLink(mail).address);
    expect(parseLink(mail).address).toMatch(new RegExp(`^${url}/verify-email#`));
    const { token } = parseLink(mail);
    expect((await post("verifyEmail", { token })).status).toBe(204);
    expect((await me(ann)).isEmailVerified).toBe(true);
    expect((await post("verifyEmail", { token })).status).toBe(204);
  });

  test("changes only after the new one is confirmed, and both receive an e-mail", async () => {
    const ann = await registerPerson(url);
    const before = emailOf(ann);
    const oldToken = await tokenTo(ann, verification);
    const email = `${uniqueName()}@example.com`;
    const changed = await ann.call("updateMe", { body: { email, currentPassword: password } });
    expect(changed).toMatchObject({ email: before, pendingEmail: email });
    expect((await waitForMail(awsUrl, before, /about to get another/)).Body.text_part).not.toContain(email);
    expect(await me(ann)).toMatchObject({ email: before, isEmailVerified: false });

    const { token } = parseLink(await waitForMail(awsUrl, email, verification));
    expect((await post("verifyEmail", { token })).status).toBe(204);
    const after = await me(ann);
    expect(after).toMatchObject({ email, isEmailVerified: true });
    expect(after.pendingEmail).toBeUndefined();
    await waitForMail(awsUrl, before, /has another e-mail address/);
    await waitForMail(awsUrl, email, /has another e-mail address/);
    // The link to the former address no longer works.
    const stale = await post("verifyEmail", { token: oldToken });
    expect([stale.status, stale.problem.errors?.[0]?.path]).toEqual([400, "token"]);
    // A change of case does not change the address.
    await ann.call("updateMe", { body: { email: email.toUpperCase(), currentPassword: password } });
    expect(await me(ann)).toMatchObject({ email: email.toUpperCase(), isEmailVerified: true });
  });

  test("cannot be taken from another account that confirmed it first, and its owner receives an e-mail about the attempt", async () => {
    const [ann, ben] = [await registerPerson(url), await registerPerson(url)];
    const email = `${uniqueName()}@example.com`;
    const change = (person: Person) =>
      person.answer("updateMe", { body: { email, currentPassword: password } });
    expect((await change(ann)).status).toBe(200);
    const { token } = parseLink(await waitForMail(awsUrl, email, verification));
    expect((await change(ben)).status).toBe(200);
    expect((await post("verifyEmail", { token })).status).toBe(204);
    expect((await change(ben)).status).toBe(409);
    expect((await me(ben)).email).toBe(emailOf(ben));
    const mail = await waitForMail(awsUrl, email, /^You already have/);
    expect(mail.Body.text_part).toContain(ann.username);
    expect(mail.Body.text_part).not.toContain(ben.username);
  });

  test.each<[string, { secret: string; remedy: (ann: Person) => Promise<unknown> }]>([
    [
      "a new password",
      {
        secret: newPassword,
        remedy: (ann) => ann.call("changePassword", { body: { currentPassword: password, newPassword } }),
      },
    ],
    [
      "a reset of the password",
      {
        secret: newPassword,
        remedy: async (ann) => expect((await complete(await requestReset(ann))).status).toBe(204),
      },
    ],
    [
      "a deactivation",
      {
        secret: password,
        remedy: async ({ id: userId }) => {
          const owner = await newPersonWithRole(url, "owner");
          await owner.call("deactivateMember", { params: { userId } });
          await owner.call("reactivateMember", { params: { userId } });
        },
      },
    ],
  ])("that a thief requested cannot be confirmed after %s", async (_, { secret, remedy }) => {
    const ann = await registerPerson(url);
    const email = `${uniqueName()}@example.com`;
    await ann.call("updateMe", { body: { email, currentPassword: password } });
    const { token } = parseLink(await waitForMail(awsUrl, email, verification));
    await remedy(ann);
    expect((await post("verifyEmail", { token })).status).toBe(400);
    const login = { login: emailOf(ann), password: secret };
    const { body } = await request(url, "login", { body: login });
    expect(body.user.email).toBe(emailOf(ann));
    expect(body.user.pendingEmail).toBeUndefined();
  });

  test("cannot be registered twice, and its owner receives an e-mail about the attempt", async () => {
    const ann = await registerPerson(url);
    const { status, problem } = await post("register", {
      username: uniqueName(),
      email: emailOf(ann),
      password,
    });
    expect([status, problem.code]).toEqual([409, "email-taken"]);
    const mail = await waitForMail(awsUrl, emailOf(ann), /^You already have/);
    expect(mail.Body.text_part).toContain(ann.username);
  });

  test("receives a limited number of confirmation e-mails per hour", async () => {
    const ann = await registerPerson(url);
    await waitForMail(awsUrl, emailOf(ann), verification);
    for (let count = 1; count < limits.mailsPerHour; count++) {
      expect(await ann.status("requestEmailVerification")).toBe(202);
    }
    await eventually(async () =>
      expect((await listMails(awsUrl, emailOf(ann))).length).toBe(limits.mailsPerHour),
    );
    await ann.call("requestEmailVerification");
    // An e-mail that was requested later has arrived, so a further confirmation would have as well.
    await requestReset(ann);
    const mails = (await listMails(awsUrl, emailOf(ann))).filter(({ Subject }) => verification.test(Subject));
    expect(mails).toHaveLength(limits.mailsPerHour);
  });

  test("receives e-mails in the language that its owner's browser prefers", async () => {
    const name = uniqueName();
    const email = `${name}@example.com`;
    const body = { username: name, email, password };
    expect((await post("register", body, { "accept-language": "de-CH, en;q=0.5" })).status).toBe(201);
    expect((await waitForMail(awsUrl, email, /./)).Subject).toBe(
      "Bestätige deine E-Mail-Adresse für ChatFlow",
    );
  });
});

describe("A password reset", () => {
  test("by the link in an e-mail works once and signs out all devices", async () => {
    const ann = await registerPerson(url);
    const socket = await ann.connect();
    const token = await requestReset(ann);
    expect((await complete(token)).status).toBe(204);
    await socket.next((frame) => frame.type === "sessions.ended");
    expect(await logIn(ann, password)).toBe(401);
    expect(await logIn(ann, newPassword)).toBe(200);
    await waitForMail(awsUrl, emailOf(ann), /password has changed/);
    // Using the link proves that the user receives e-mails at this address.
    const { body } = await post("login", { login: ann.username, password: newPassword });
    expect(body).toMatchObject({ user: { isEmailVerified: true } });
    const again = await complete(token, "another password");
    expect([again.status, again.problem.errors?.[0]?.path]).toEqual([400, "token"]);
    expect(await logIn(ann, newPassword)).toBe(200);
    socket.close();
  });

  test("can be requested by username as well, and a new link invalidates the earlier ones", async () => {
    const ann = await registerPerson(url);
    const first = await requestReset(ann);
    const login = ann.username.toUpperCase();
    expect((await post("requestPasswordReset", { login })).status).toBe(202);
    const second = await eventually(async () => {
      const token = await tokenTo(ann, reset);
      expect(token).not.toBe(first);
      return token;
    });
    expect((await complete(second)).status).toBe(204);
    expect((await complete(first)).status).toBe(400);
  });

  test("with one link succeeds once when two requests use the link at the same time", async () => {
    const ann = await registerPerson(url);
    const token = await requestReset(ann);
    const secrets = ["the password of one", "the password of the other"];
    const answers = await Promise.all(secrets.map((secret) => complete(token, secret)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400]);
  });

  test("by a link to the account's former e-mail address is refused", async () => {
    const ann = await registerPerson(url);
    const token = await requestReset(ann);
    const email = `${uniqueName()}@example.com`;
    await ann.call("updateMe", { body: { email, currentPassword: password } });
    const confirmation = parseLink(await waitForMail(awsUrl, email, verification));
    expect((await post("verifyEmail", { token: confirmation.token })).status).toBe(204);
    expect((await complete(token)).status).toBe(400);
    expect(await logIn(ann, password)).toBe(200);
  });

  test("with a confirmation token, an unknown token or a short password is refused", async () => {
    const ann = await registerPerson(url);
    expect((await complete(await tokenTo(ann, verification))).status).toBe(400);
    expect((await complete("nothing that was sent")).status).toBe(400);
    const short = await complete(await requestReset(ann), "short");
    expect(short.problem.errors).toEqual([fieldError("password", "too-short", { limit: 10 })]);
  });

  test("for an unknown address is answered like one for a known address", async () => {
    const ann = await registerPerson(url);
    const [known, unknown] = await Promise.all([
      post("requestPasswordReset", { login: emailOf(ann) }),
      post("requestPasswordReset", { login: `${uniqueName()}@example.com` }),
    ]);
    expect(unknown.status).toBe(202);
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
  });
});

test("An e-mail that SES refuses at first arrives later", async () => {
  await withStack(async (stack) => {
    let refusals = 2;
    stack.faults.decide = ({ service }) =>
      service === "ses" && refusals-- > 0
        ? { kind: "refuse", status: 400, name: "SendingPausedException" }
        : undefined;
    const ann = await registerPerson(stack.url);
    const { token } = parseLink(await waitForMail(stack.awsUrl, emailOf(ann), verification));
    const answer = await request(stack.url, "verifyEmail", { body: { token } });
    expect(answer.status).toBe(204);
  });
});

test("In SES's sandbox, SES refuses e-mails to recipients that are not verified, and registering works", async () => {
  const sesSandbox = readSettings({ SES_SANDBOX: "friend.example, someone@example.org" }).SES_SANDBOX;
  await withStack(
    async (stack) => {
      let attempts = 0;
      stack.faults.decide = ({ service }) => {
        if (service === "ses") attempts++;
        return undefined;
      };
      const ann = await registerPerson(stack.url);
      await eventually(() => expect(attempts).toBeGreaterThan(0));
      stack.faults.decide = () => undefined;
      const ses = new SESv2Client(awsClient(stack.awsUrl));
      const sendTo = (to: string) =>
        ses.send(
          new SendEmailCommand({
            FromEmailAddress: "chatflow@example.com",
            Destination: { ToAddresses: [to] },
            Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
          }),
        );
      await sendTo("ben@friend.example");
      await sendTo("someone@example.org");
      await sendTo("success@simulator.amazonses.com");
      await expect(sendTo("else@example.org")).rejects.toThrow(
        "The following identities failed the check: else@example.org",
      );
      expect(await listMails(stack.awsUrl, emailOf(ann))).toEqual([]);
    },
    { sesSandbox },
  );
});

test("A deployment without a sender address refuses e-mails with a code of its own and otherwise works", async () => {
  await withStack(
    async (stack) => {
      const ann = await registerPerson(stack.url);
      const answer = await request(stack.url, "requestPasswordReset", {
        body: { login: emailOf(ann) },
      });
      expect([answer.status, answer.problem.code]).toEqual([501, "mail-not-offered"]);
      expect(await ann.status("requestEmailVerification")).toBe(501);
      const email = `${uniqueName()}@example.com`;
      const changed = await ann.call("updateMe", { body: { email, currentPassword: password } });
      expect(changed).toMatchObject({ email, isEmailVerified: false });
      // Confirming an address and inviting by e-mail both need a sender.
      const owner = await signIn(stack.url, firstOwner);
      const byDomain = { rule: "domains", domains: ["example.com"] };
      expect((await owner.refused("setSignUp", { body: byDomain })).status).toBe(501);
      const invitation = { role: "member", email: "a@example.com" };
      expect((await owner.refused("createInvitation", { body: invitation })).status).toBe(501);
    },
    { context: { mailFrom: undefined } },
  );
});

test("The local outbox shows sent e-mails as a page and runs none of their scripts", async () => {
  const ann = await registerPerson(url);
  await waitForMail(awsUrl, emailOf(ann), verification);
  const { body } = await http(awsUrl, "GET", `/outbox?to=${emailOf(ann)}`);
  expect(body).toContain("Confirm your e-mail for ChatFlow");
  expect(body).toContain(emailOf(ann));
  expect(body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
});

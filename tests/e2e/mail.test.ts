import { describe, expect, inject, test } from "vitest";
import { fieldError } from "../../contract/field-errors.ts";
import { limits } from "../../contract/limits.ts";
import type { RouteName } from "../../contract/routes.ts";
import { password } from "../support/accounts.ts";
import { eventually } from "../support/eventually.ts";
import { linkIn, mailsTo, mailTo } from "../support/outbox.ts";
import { withStack } from "../support/own-stack.ts";
import { http, type Person, registerPerson, request, uniqueName } from "../support/people.ts";

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
  linkIn(await mailTo(awsUrl, emailOf(person), subject)).token;

const resetsTo = async (person: Person) =>
  (await mailsTo(awsUrl, emailOf(person))).filter(({ Subject }) => reset.test(Subject)).length;

/** Has a link sent, and waits for it. */
async function askForReset(person: Person): Promise<string> {
  const count = await resetsTo(person);
  expect((await post("requestPasswordReset", { login: emailOf(person) })).status).toBe(202);
  await eventually(async () => expect(await resetsTo(person)).toBe(count + 1));
  return tokenTo(person, reset);
}

const newPassword = "a password that is new";
const complete = (token: string, secret = newPassword) => post("resetPassword", { token, password: secret });

describe("an e-mail", () => {
  test("is confirmed by the link in the mail that follows the registration, once or twice", async () => {
    const ann = await registerPerson(url);
    expect((await me(ann)).isEmailVerified).toBe(false);
    const mail = await mailTo(awsUrl, emailOf(ann), verification);
    expect(mail.Source).toMatch(/^ChatFlow </);
    expect(mail.Body.html_part).toContain(linkIn(mail).address);
    expect(linkIn(mail).address).toMatch(new RegExp(`^${url}/verify-email#`));
    const { token } = linkIn(mail);
    expect((await post("verifyEmail", { token })).status).toBe(204);
    expect((await me(ann)).isEmailVerified).toBe(true);
    expect((await post("verifyEmail", { token })).status).toBe(204);
  });

  test("that is new counts once it is confirmed, and both addresses are notified", async () => {
    const ann = await registerPerson(url);
    const before = emailOf(ann);
    const oldToken = await tokenTo(ann, verification);
    const email = `${uniqueName()}@example.com`;
    const changed = await ann.call("updateMe", { body: { email, currentPassword: password } });
    expect(changed).toMatchObject({ email: before, pendingEmail: email });
    expect((await mailTo(awsUrl, before, /about to get another/)).Body.text_part).not.toContain(email);
    expect(await me(ann)).toMatchObject({ email: before, isEmailVerified: false });

    const { token } = linkIn(await mailTo(awsUrl, email, verification));
    expect((await post("verifyEmail", { token })).status).toBe(204);
    const after = await me(ann);
    expect(after).toMatchObject({ email, isEmailVerified: true });
    expect(after.pendingEmail).toBeUndefined();
    await mailTo(awsUrl, before, /has another e-mail address/);
    await mailTo(awsUrl, email, /has another e-mail address/);
    // The link to the address before confirms nothing now.
    const stale = await post("verifyEmail", { token: oldToken });
    expect([stale.status, stale.problem.errors?.[0]?.path]).toEqual([400, "token"]);
    // In other letters it is the same address.
    await ann.call("updateMe", { body: { email: email.toUpperCase(), currentPassword: password } });
    expect(await me(ann)).toMatchObject({ email: email.toUpperCase(), isEmailVerified: true });
  });

  test("that is new is not taken from an account that confirmed it first", async () => {
    const [ann, ben] = [await registerPerson(url), await registerPerson(url)];
    const email = `${uniqueName()}@example.com`;
    const change = (person: Person) =>
      person.answer("updateMe", { body: { email, currentPassword: password } });
    await change(ann);
    const { token } = linkIn(await mailTo(awsUrl, email, verification));
    await change(ben);
    await post("verifyEmail", { token });
    expect((await change(ben)).status).toBe(409);
    expect((await me(ben)).email).toBe(emailOf(ben));
  });

  test("that somebody else tries to register reveals it with 409, and its owner is notified", async () => {
    const ann = await registerPerson(url);
    const { status, problem } = await post("register", {
      username: uniqueName(),
      email: emailOf(ann),
      password,
    });
    expect([status, problem.code]).toEqual([409, "email-taken"]);
    const mail = await mailTo(awsUrl, emailOf(ann), /^You already have/);
    expect(mail.Body.text_part).toContain(ann.username);
  });

  test("gets another link for the asking, but not one after the other, and none that it does not need", async () => {
    const ann = await registerPerson(url);
    await mailTo(awsUrl, emailOf(ann), verification);
    for (let count = 1; count < limits.mailsPerHour; count++) {
      expect(await ann.status("requestEmailVerification")).toBe(202);
    }
    await eventually(async () =>
      expect((await mailsTo(awsUrl, emailOf(ann))).length).toBe(limits.mailsPerHour),
    );
    await ann.call("requestEmailVerification");
    // What was asked for after it has come, and it has not.
    await askForReset(ann);
    const mails = (await mailsTo(awsUrl, emailOf(ann))).filter(({ Subject }) => verification.test(Subject));
    expect(mails).toHaveLength(limits.mailsPerHour);
  });

  test("is written to in the reader's language", async () => {
    const name = uniqueName();
    const email = `${name}@example.com`;
    await post("register", { username: name, email, password }, { "accept-language": "de-CH, en;q=0.5" });
    expect((await mailTo(awsUrl, email, /./)).Subject).toBe("Bestätige deine E-Mail-Adresse für ChatFlow");
  });
});

describe("a forgotten password", () => {
  test("is replaced by the link in a mail, which works once and signs all devices out", async () => {
    const ann = await registerPerson(url);
    const socket = await ann.connect();
    const token = await askForReset(ann);
    expect((await complete(token)).status).toBe(204);
    await socket.next((frame) => frame.type === "sessions.ended");
    expect(await logIn(ann, password)).toBe(401);
    expect(await logIn(ann, newPassword)).toBe(200);
    await mailTo(awsUrl, emailOf(ann), /password has changed/);
    // Following the link confirms the address.
    const { body } = await post("login", { login: ann.username, password: newPassword });
    expect(body).toMatchObject({ user: { isEmailVerified: true } });
    const again = await complete(token, "another password");
    expect([again.status, again.problem.errors?.[0]?.path]).toEqual([400, "token"]);
    expect(await logIn(ann, newPassword)).toBe(200);
    socket.close();
  });

  test("is asked for by username as well; the last link ends those before", async () => {
    const ann = await registerPerson(url);
    const first = await askForReset(ann);
    await post("requestPasswordReset", { login: ann.username.toUpperCase() });
    const second = await eventually(async () => {
      const token = await tokenTo(ann, reset);
      expect(token).not.toBe(first);
      return token;
    });
    expect((await complete(second)).status).toBe(204);
    expect((await complete(first)).status).toBe(400);
  });

  test("of two at the same time, one link sets one password", async () => {
    const ann = await registerPerson(url);
    const token = await askForReset(ann);
    const secrets = ["the password of one", "the password of the other"];
    const answers = await Promise.all(secrets.map((secret) => complete(token, secret)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400]);
  });

  test("is not replaced by the link to an address that the account has no more", async () => {
    const ann = await registerPerson(url);
    const token = await askForReset(ann);
    const email = `${uniqueName()}@example.com`;
    await ann.call("updateMe", { body: { email, currentPassword: password } });
    await post("verifyEmail", { token: linkIn(await mailTo(awsUrl, email, verification)).token });
    expect((await complete(token)).status).toBe(400);
    expect(await logIn(ann, password)).toBe(200);
  });

  test("is not replaced by the link to confirm an address, by no link, or by a short password", async () => {
    const ann = await registerPerson(url);
    expect((await complete(await tokenTo(ann, verification))).status).toBe(400);
    expect((await complete("nothing that was sent")).status).toBe(400);
    const short = await complete(await askForReset(ann), "short");
    expect(short.problem.errors).toEqual([fieldError("password", "too-short", { limit: 10 })]);
  });

  test("of nobody is answered like somebody's", async () => {
    const ann = await registerPerson(url);
    const [known, unknown] = await Promise.all(
      [emailOf(ann), `${uniqueName()}@example.com`].map((login) => post("requestPasswordReset", { login })),
    );
    expect(unknown?.status).toBe(202);
    expect(unknown?.body).toEqual(known?.body);
  });
});

test("a mail that SES does not take at first comes later, and counts once", async () => {
  await withStack(async (stack) => {
    let refusals = 2;
    stack.faults.decide = ({ service }) =>
      service === "ses" && refusals-- > 0
        ? { kind: "refuse", status: 400, name: "SendingPausedException" }
        : undefined;
    const ann = await registerPerson(stack.url);
    const { token } = linkIn(await mailTo(stack.awsUrl, emailOf(ann), verification));
    const answer = await request(stack.url, "verifyEmail", { body: { token } });
    expect(answer.status).toBe(204);
  });
});

test("a deployment without an address to send from says so, and goes on", async () => {
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
    },
    { context: { mailFrom: undefined } },
  );
});

test("the outbox shows what was sent as a page, and runs nothing of it", async () => {
  const ann = await registerPerson(url);
  await mailTo(awsUrl, emailOf(ann), verification);
  const { body } = await http(awsUrl, "GET", `/outbox?to=${emailOf(ann)}`);
  expect(body).toContain("Confirm your e-mail for ChatFlow");
  expect(body).toContain(emailOf(ann));
  expect(body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
});

import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, inject, test } from "vitest";
import * as z from "zod";
import type { SentMail } from "../../localstack/ses/ses.ts";
import { withDatabase } from "../support/accounts.ts";
import { awsClient, mailQueueUrl } from "../support/aws.ts";
import { eventually } from "../support/eventually.ts";
import { listMails, waitForMail } from "../support/mails.ts";
import { http, newPeople, newPersonWithRole, type Person, request } from "../support/people.ts";
import { required } from "../support/required.ts";

const { url, awsUrl, databaseUrl, assembly } = inject("stack");

const sqs = new SQSClient(awsClient(awsUrl));
const subject = /missed message|verpasste Nachricht/;
const emailOf = (person: Person) => person.session.user.email;
const missedMailsTo = async (person: Person) =>
  (await listMails(awsUrl, emailOf(person))).filter(({ Subject }) => subject.test(Subject));

const query = (text: string, values: unknown[]) =>
  withDatabase(databaseUrl, async (client) => (await client.query(text, values)).rows);

const confirm = (...people: Person[]) =>
  query(
    "UPDATE users SET email_verified_at = now(), created_at = now() - interval '9 days' WHERE id = ANY ($1)",
    [people.map(({ id }) => id)],
  );

const DueRow = z.object({ due_at: z.nullable(z.date()) });

/** Waits until a person waits for an e-mail. */
const waits = (person: Person) =>
  eventually(async () => {
    const [row] = await query("SELECT due_at FROM missed_mails WHERE user_id = $1", [person.id]);
    return required(DueRow.parse(row).due_at ?? undefined, "time of the e-mail");
  });

/** Lets an hour pass for a person who waits, and runs the job that the queue holds until then. */
async function runDue(person: Person): Promise<void> {
  await waits(person);
  await query("UPDATE missed_mails SET due_at = now() WHERE user_id = $1", [person.id]);
  await query(
    `UPDATE messages SET created_at = created_at - interval '1 hour' WHERE conversation_id IN (
       SELECT conversation_id FROM participants WHERE user_id = $1)`,
    [person.id],
  );
  const job = { mail: "due", userId: person.id, at: new Date().toISOString() };
  await sqs.send(
    new SendMessageCommand({ QueueUrl: mailQueueUrl(assembly), MessageBody: JSON.stringify(job) }),
  );
  await eventually(async () => {
    const [row] = await query("SELECT due_at FROM missed_mails WHERE user_id = $1", [person.id]);
    expect(DueRow.parse(row).due_at).toBeNull();
  });
}

/** The address in an e-mail's header for programs, and the token in it. */
function unsubscriptionIn({ Headers }: SentMail): { address: string; token: string } {
  const [, address] = /^<(.+)>$/.exec(Headers["List-Unsubscribe"] ?? "") ?? [];
  const found = required(address, "address to unsubscribe");
  return { address: found, token: required(found.split("/").at(-1), "token") };
}

let ann: Person;
let ben: Person;
beforeAll(async () => {
  [ann, ben] = await newPeople(url, 2);
  await confirm(ann, ben);
});

describe("An e-mail about missed messages", () => {
  test("arrives once with all messages, in the language of the person's page, and without their text", async () => {
    await query("UPDATE users SET language = 'de' WHERE id = $1", [ben.id]);
    const { id } = await ann.startDirect(ben);
    await ann.send(id, "the secret plan");
    const socket = await ann.connect();
    await waits(ben);
    await socket.request({
      action: "message.send",
      conversationId: id,
      id: crypto.randomUUID(),
      content: "two",
    });
    await socket.close();
    const { id: group } = await ann.startGroup([ben], "Engines");
    await ann.send(group, `@${ben.username} look here`);
    await ann.send(group, "not for Ben");
    await runDue(ben);
    const mail = await waitForMail(awsUrl, emailOf(ben), subject);
    expect(mail.Subject).toBe("3 verpasste Nachrichten in ChatFlow");
    expect(mail.Body.text_part).toContain(`- ${ann.username} (2)`);
    expect(mail.Body.text_part).toContain(`- Engines · ${ann.username} (1)`);
    expect(`${mail.Body.text_part}${mail.Body.html_part}`).not.toMatch(/secret|look here|not for Ben/);
    await ann.send(id, "one more");
    const next = await waits(ben);
    expect((next.getTime() - Date.now()) / 3_600_000).toBeGreaterThan(11);
    expect(await missedMailsTo(ben)).toHaveLength(1);
  });

  test("does not arrive about messages that the person read meanwhile", async () => {
    const [cyd, dan] = await newPeople(url, 2);
    await confirm(cyd, dan);
    const { id } = await ann.startDirect(cyd);
    await ann.send(id, "hello");
    await ann.send((await ann.startDirect(dan)).id, "hello");
    await waits(cyd);
    await cyd.call("markRead", { params: { id }, body: { seq: 1 } });
    await runDue(cyd);
    await runDue(dan);
    await waitForMail(awsUrl, emailOf(dan), subject);
    expect(await missedMailsTo(cyd)).toEqual([]);
  });

  test("unsubscribes by the POST of a mail program, whose GET only leads to the page", async () => {
    const [cyd] = await newPeople(url, 1);
    await confirm(cyd);
    const { id } = await ann.startDirect(cyd);
    await ann.send(id, "hello");
    await runDue(cyd);
    const mail = await waitForMail(awsUrl, emailOf(cyd), subject);
    expect(mail.Headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    const { address, token } = unsubscriptionIn(mail);
    expect(mail.Body.text_part).toContain(`${url}/unsubscribe#${token}`);
    const shown = await fetch(address, { redirect: "manual" });
    expect([shown.status, shown.headers.get("location")]).toEqual([303, `/unsubscribe#${token}`]);
    expect((await cyd.call("getMe")).missedMails).toBe(true);
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: "https://mail.example" };
    for (let times = 0; times < 2; times++) {
      const answer = await http(address, "POST", "", { body: "List-Unsubscribe=One-Click", headers });
      expect(answer.status).toBe(204);
    }
    expect((await cyd.call("getMe")).missedMails).toBe(false);
    expect(await cyd.call("updateMe", { body: { missedMails: true } })).toMatchObject({ missedMails: true });
  });

  test("has a token that no other one replaces", async () => {
    const forged = `${Buffer.from(ann.id.replaceAll("-", ""), "hex").toString("base64url")}.${"A".repeat(43)}`;
    const answer = await request(url, "unsubscribe", { params: { token: forged } });
    expect([answer.status, answer.problem.code]).toEqual([400, "link-expired"]);
    expect((await request(url, "unsubscribe", { params: { token: "nothing" } })).problem.code).toBe(
      "invalid-request",
    );
    expect((await ann.call("getMe")).missedMails).toBe(true);
  });
});

test("The language of a person's e-mails is that of the page that last refreshed the session", async () => {
  const [cyd] = await newPeople(url, 1);
  const body = { login: cyd.username, password: "correct horse battery staple" };
  const { headers } = await request(url, "login", { body });
  const cookie = headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  expect((await request(url, "refresh", { headers: { cookie, "accept-language": "ar" } })).status).toBe(200);
  expect(await query("SELECT language FROM users WHERE id = $1", [cyd.id])).toEqual([{ language: "ar" }]);
});

test("Owners and admins decide whether e-mails about missed messages show names, show text, or are not sent", async () => {
  const owner = await newPersonWithRole(url, "owner");
  expect((await owner.call("getWorkspace")).missedMails).toBe("names");
  expect((await ann.refused("updateWorkspace", { body: { missedMails: "off" } })).status).toBe(403);
  for (const missedMails of ["text", "names"] as const) {
    expect(await owner.call("updateWorkspace", { body: { missedMails } })).toMatchObject({ missedMails });
  }
});

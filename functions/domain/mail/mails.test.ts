import { expect, test, vi } from "vitest";
import { Language } from "../../../contract/languages.ts";
import { identityForm } from "../../../contract/normal-forms.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { type MailJob, Notice } from "./mail-job.ts";
import { MailRequests } from "./mail-requests.ts";
import { writeMail } from "./mails.ts";
import { writeNotice } from "./notices.ts";
import type { LinkMail } from "./texts/catalog.ts";
import { en } from "./texts/en.ts";

const job: MailJob = { mail: "reset", language: "en", login: "ada" };

test("An e-mail links to the page of its purpose, with the token where no server sees it", () => {
  const write = (purpose: "verify" | "reset", language: "en" | "de") =>
    writeMail(purpose, language, { username: "ada", token: "t0k3n" }, "https://chat.example");
  const mails = [write("verify", "en"), write("verify", "de"), write("reset", "en"), write("reset", "de")];
  const pages = ["verify-email", "verify-email", "reset-password", "reset-password"];
  for (const [at, { subject, text, html }] of mails.entries()) {
    const address = `https://chat.example/${pages[at]}#t0k3n`;
    expect(text.split("\n")).toContain(address);
    expect(html).toContain(`<a href="${address}"`);
    for (const body of [text, html]) expect(body).toContain("ada");
    expect(subject).toContain("ChatFlow");
  }
  // No two purposes or languages share a text.
  for (const part of ["subject", "text", "html"] as const) {
    expect(new Set(mails.map((mail) => mail[part])).size).toBe(4);
  }
});

test("A username that is the name of a host becomes no link in any e-mail, and remains the same username", () => {
  const username = "www.evil.example";
  const purposes = Object.keys(en.links) as LinkMail[];
  const notices = Notice.options;
  for (const language of Language.options) {
    const values = { username, token: "t" };
    const mails = [
      ...purposes.map((purpose) => writeMail(purpose, language, values, "https://chat.example")),
      ...notices.map((notice) => writeNotice(notice, language, username, "https://chat.example")),
    ];
    expect(mails.filter(({ text }) => identityForm(text).includes(username)).length).toBe(mails.length - 1);
    for (const { subject, text, html } of mails) {
      for (const part of [subject, text, html]) expect(part).not.toMatch(/www\.evil|evil\.example/);
    }
  }
});

test("An e-mail states how long its link works", () => {
  const textOf = (purpose: "verify" | "reset", language: "en" | "de") =>
    writeMail(purpose, language, { username: "ada", token: "t" }, "https://chat.example").text;
  expect(textOf("verify", "en")).toContain("3 days");
  expect(textOf("verify", "de")).toContain("3 Tage");
  expect(textOf("reset", "en")).toContain("60 minutes");
  expect(textOf("reset", "de")).toContain("60 Minuten");
});

test("A deployment without a sender address refuses a requested e-mail, and skips an optional one", async () => {
  const requests = new MailRequests(undefined);
  await expect(requests.request(job)).rejects.toMatchObject({ code: "mail-not-offered" });
  await requests.requestIfOffered(job);
});

test("An e-mail is queued, and a failing queue fails only the request for the e-mail itself", async () => {
  const queue = new JobQueue<MailJob>("https://sqs.invalid/queue");
  const send = vi.spyOn(queue, "send").mockResolvedValue();
  const requests = new MailRequests(queue);
  await requests.request(job);
  await requests.requestIfOffered(job);
  expect(send.mock.calls).toEqual([[[job]], [[job]]]);
  send.mockRejectedValue(new Error("The queue is away"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await expect(requests.request(job)).rejects.toThrow("The queue is away");
  await requests.requestIfOffered(job);
});

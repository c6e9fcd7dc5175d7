import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { ConversationId } from "../../../contract/ids.ts";
import type { MissedMail } from "../missed-mails/due-mail.ts";
import type { MissedMessage } from "../missed-mails/missed-messages.ts";
import { writeMissedMail } from "./missed-mail.ts";

const missed = (parts: Partial<MissedMessage> = {}): MissedMessage => ({
  conversationId: ConversationId.parse(randomUUID()),
  conversationName: null,
  isDirect: true,
  senderName: "Ada",
  content: "a secret",
  fileName: null,
  isCall: false,
  createdAt: new Date(),
  ...parts,
});

/** Writes an e-mail about one message with these parts. */
const written = (message: Partial<MissedMessage>, mail: Partial<MissedMail> = {}) =>
  writeMissedMail(
    {
      to: "ben@example.org",
      language: "en",
      messages: [missed(message)],
      showsText: false,
      unsubscribeToken: "t0k3n",
      undo: async () => {},
      ...mail,
    },
    "https://chat.example",
  );

test("An e-mail names the senders, and shows the text only where the rule allows it", () => {
  const named = written({});
  expect(named.subject).toBe("1 missed message in ChatFlow");
  expect(named.text).toContain("- Ada (1)\n");
  expect(`${named.text}${named.html}`).not.toContain("secret");
  const shown = written({ content: "**a secret**" }, { showsText: true });
  expect(shown.text).toContain("- Ada (1)\n  a secret\n");
  expect(shown.html).toContain("<b>Ada (1)</b><br>a secret");
});

test("An e-mail calls a deleted sender a deleted user, in the language of the recipient", () => {
  expect(written({ senderName: null }).text).toContain("- Deleted user (1)\n");
  expect(written({ senderName: null }, { language: "fr" }).text).toContain("- Utilisateur supprimé (1)\n");
});

test("An e-mail has the headers of RFC 8058 and links to the page that unsubscribes", () => {
  const { headers, text } = written({});
  expect(headers).toEqual({
    "List-Unsubscribe": "<https://chat.example/api/unsubscriptions/t0k3n>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  });
  expect(text).toContain("https://chat.example/unsubscribe#t0k3n");
});

test("Names and texts put no markup, no header and no link into an e-mail", () => {
  const evil = "Buy\r\nBcc: x@y.example <a href='https://evil.example/x'>now</a>";
  const { subject, text, html } = written(
    {
      senderName: evil,
      content: "see https://evil.example or evil.example/x",
      conversationName: evil,
      isDirect: false,
    },
    { showsText: true },
  );
  expect(subject).toBe("1 missed message in ChatFlow");
  expect(html).not.toContain("<a href='");
  for (const body of [text, html]) {
    expect(body).not.toMatch(/evil\.example|https:\/\/evil/);
    expect(body).not.toMatch(/\r|^Bcc/m);
  }
});

test("An e-mail in Arabic reads from right to left, and each language has its own plural forms", () => {
  const { html } = written({}, { language: "ar" });
  expect(html).toContain('<html lang="ar" dir="rtl">');
  const subjects = (language: MissedMail["language"]) =>
    [1, 2, 5].map(
      (count) => written({}, { language, messages: Array.from({ length: count }, () => missed()) }).subject,
    );
  expect(subjects("pl")).toEqual([
    "1 nieprzeczytana wiadomość w ChatFlow",
    "2 nieprzeczytane wiadomości w ChatFlow",
    "5 nieprzeczytanych wiadomości w ChatFlow",
  ]);
  expect(new Set(subjects("ar")).size).toBe(3);
  expect(subjects("fr")[1]).toBe("2 messages manqués dans ChatFlow");
});

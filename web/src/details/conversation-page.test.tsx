import { expect, test } from "vitest";
import type { SavedConversation } from "../../../client/transfer/saved-conversation.ts";
import { ConversationId, UserId } from "../../../contract/ids.ts";
import { Message } from "../../../contract/messages.ts";
import { catalogs } from "../i18n/catalogs.ts";
import { withProblems } from "../i18n/page-texts.ts";
import { timesIn } from "../i18n/times.ts";
import { conversationPage } from "./conversation-page.tsx";

const id = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, "0")}`;
const message = (seq: number, more: object) =>
  Message.parse({
    id: id(seq),
    conversationId: id(99),
    seq,
    senderId: id(50),
    content: "",
    createdAt: "2026-11-25T02:00:00.000Z",
    reactions: [],
    ...more,
  });

const data: SavedConversation = {
  format: "chatflow conversation 1",
  exportedAt: "2026-11-25T03:00:00.000Z",
  id: ConversationId.parse(id(99)),
  name: "Engine room",
  isGroupChat: true,
  createdAt: "2026-11-25T02:00:00.000Z",
  people: [
    { id: UserId.parse(id(50)), username: "ada", fullName: "Ada <Lovelace>" },
    { id: UserId.parse(id(51)), username: "grace", fullName: null },
  ],
  messages: [
    message(1, { content: "**bold** <script>alert(1)</script>" }),
    message(2, { content: "an answer", replyTo: id(1) }),
    message(3, { deletedAt: "2026-11-25T02:10:00.000Z" }),
    message(5, {
      content: "a moth",
      forwarded: {
        senderId: id(51),
        conversationId: id(98),
        messageId: id(7),
        createdAt: "2026-11-24T02:00:00.000Z",
      },
    }),
    message(4, { content: "🎉", reactions: [{ emoji: "👍", userIds: [id(50)] }] }),
  ],
};

test("An exported page contains every message, no scripts and no external resources", async () => {
  const english = withProblems("en", await catalogs.page.load("en"));
  const page = conversationPage(data, "Engine room", "en", english, timesIn("en-GB"));
  expect(page).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/);
  expect(page).toContain("<strong>bold</strong> &lt;script&gt;");
  expect(page).toContain("<strong>Ada &lt;Lovelace&gt;</strong>");
  expect(page).toContain('<a href="#m1">');
  expect(page).toContain("This message was deleted");
  expect(page).toContain("👍 Ada &lt;Lovelace&gt;");
  expect(page).toContain("Forwarded from grace");
  expect(page).not.toMatch(/<script|src=|<link/);
});

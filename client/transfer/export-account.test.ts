import { expect, test } from "vitest";
import type { UserId } from "../../contract/ids.ts";
import { account, ada, ben } from "../testing/examples.ts";
import { signedIn, testApi } from "../testing/test-api.ts";
import { exportAccount } from "./export-account.ts";

test("The export of an account holds all pages of its drafts, scheduled messages, reminders, saved messages and emoji", async () => {
  const nothing = () => ({ items: [], nextCursor: null });
  const draft = (content: string) => ({
    conversationId: "00000000-0000-4000-8000-000000000001",
    content,
    revision: 1,
  });
  const emojiBy = (createdBy: UserId) => ({
    id: "00000000-0000-4000-8000-000000000002",
    name: "shipit",
    createdBy,
    createdAt: "2026-11-25T12:00:00.000Z",
  });
  const api = testApi({
    getMe: () => account,
    listDevices: nothing,
    listConversations: nothing,
    listOwnMessages: nothing,
    listDrafts: ({ query }) =>
      query.cursor === "next"
        ? { items: [draft("second")], nextCursor: null }
        : { items: [draft("first")], nextCursor: "next" },
    listScheduledMessages: nothing,
    listReminders: nothing,
    listTextReminders: nothing,
    listSaved: nothing,
    listEmoji: () => ({ revision: 2, items: [emojiBy(ada), emojiBy(ben)] }),
  });
  const exported = await exportAccount(signedIn(api));
  expect(exported.drafts.map(({ content }) => content)).toEqual(["first", "second"]);
  expect(exported).toMatchObject({
    account,
    scheduled: [],
    reminders: [],
    textReminders: [],
    saved: [],
    emoji: [emojiBy(ada)],
  });
});

import { expect, test } from "vitest";
import { account } from "../testing/examples.ts";
import { signedIn, testApi } from "../testing/test-api.ts";
import { exportAccount } from "./export-account.ts";

test("The export of an account holds all pages of its drafts, scheduled messages, reminders and saved messages", async () => {
  const nothing = () => ({ items: [], nextCursor: null });
  const draft = (content: string) => ({
    conversationId: "00000000-0000-4000-8000-000000000001",
    content,
    revision: 1,
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
    listSaved: nothing,
  });
  const exported = await exportAccount(signedIn(api));
  expect(exported.drafts.map(({ content }) => content)).toEqual(["first", "second"]);
  expect(exported).toMatchObject({ account, scheduled: [], reminders: [], saved: [] });
});

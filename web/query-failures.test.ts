import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** The files that make a query without `QueryFailure`, with the reason. */
const exceptions: Record<string, string> = {
  "admin/user-group-form.tsx": "it has the group already, and asks for newer names",
  "composer/confirm-wide-mention.tsx": "the server decides when the message is sent",
  "composer/found-suggestions.tsx": "there are no suggestions, and the user goes on writing",
  "conversation/readers.tsx": "its button stays and asks again",
  "home/use-reminders.ts": "the home page explains it",
  "home/use-scheduled.ts": "the home page explains it",
  "home/use-text-reminders.ts": "the home page explains it",
  "saved/use-saved-messages.ts": "the home page and the panel explain it",
  "pages/invitation-page.tsx": "it explains the failure itself",
  "pages/register-page.tsx": "the server decides when the form is sent",
  "pages/verify-email-page.tsx": "it explains the failure itself",
  "people/people-select.tsx": "the list of the field explains it, and the next letter asks again",
  "search/use-found-conversations.ts": "the search dialog explains it, and the next letter asks again",
  "search/use-operator-suggestions.ts": "there are no suggestions, and the user goes on writing",
  "search/use-found-messages.ts": "the panel and the search dialog explain it",
  "search/use-search-results.ts": "the search dialog explains it, and the next letter asks again",
  "share/share-view.tsx": "it asks the browser's own cache",
};

test("Every file that makes a query explains a failure and offers to repeat the query, or is an exception", () => {
  const folder = join(import.meta.dirname, "src");
  const silent = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      return /\buse(Infinite)?Query\(/.test(text) && !text.includes("<QueryFailure");
    });
  expect(silent.map((file) => file.replaceAll("\\", "/")).sort()).toEqual(Object.keys(exceptions).sort());
});

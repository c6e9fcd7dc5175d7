import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConversationId } from "../../contract/ids.ts";
import { Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { uploadFile } from "./upload-file.ts";

// Reading a file needs the other timers.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout"] }));
afterEach(() => void vi.useRealTimers());

test("A refused upload is repeated once the time has passed that the server names", async () => {
  const refusals = [new Refusal("rate-limited", 30), new Refusal("conversation-not-found")];
  const api = testApi({
    addAttachment: () => {
      throw refusals.shift();
    },
  });
  const id = ConversationId.parse("0197a000-0000-7000-8000-000000000001");
  const file = new File(["We met."], "minutes.txt", { type: "text/plain" });
  const upload = uploadFile(signedIn(api), id, file, () => {}, new AbortController().signal);
  const refused = expect(upload).rejects.toMatchObject({ code: "conversation-not-found" });
  const turn = () => new Promise(setImmediate);
  while (api.calls.length < 1) await turn();
  await turn();
  let seconds = 0;
  for (; api.calls.length < 2; seconds++) {
    await vi.advanceTimersByTimeAsync(1_000);
    await turn();
  }
  await refused;
  expect(seconds).toBeGreaterThanOrEqual(30);
});

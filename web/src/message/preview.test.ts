import { expect, test } from "vitest";
import { Message } from "../../../contract/messages.ts";
import { catalogs } from "../i18n/catalogs.ts";
import { previewOf } from "./preview.ts";

const texts = await catalogs.page.load("en");

const preview = (content: string) =>
  previewOf(
    Message.parse({
      id: "0192f0c3-5e21-7b90-a4c8-6d1f3b4a0021",
      conversationId: "0192f0c3-5e21-7b90-a4c8-6d1f3b4a0020",
      senderId: "0192f0c2-7b3e-7f10-9a55-000000000001",
      seq: 1,
      content,
      createdAt: "2026-11-25T09:00:00.000Z",
      reactions: [],
      attachments: [
        {
          id: "0192f0c3-5e21-7b90-a4c8-6d1f3b4a0023",
          fileName: "plan.pdf",
          contentType: "application/pdf",
          sizeBytes: 1,
        },
      ],
    }),
    texts.message,
  );

test("The preview of a message is its text, and the name of its first file if it has no text", () => {
  expect(preview("**Look** at\n`this`")).toBe("Look at this");
  expect(preview("")).toContain("plan.pdf");
});

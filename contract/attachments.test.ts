import { describe, expect, test } from "vitest";
import { NewAttachment } from "./attachments.ts";
import { limits } from "./limits.ts";
import { NewPicture } from "./pictures.ts";
import { WebPushSubscription } from "./web-push.ts";

const file = { fileName: "menu.png", contentType: "image/png", sizeBytes: 1 };
const accepts = (change: object) => NewAttachment.safeParse({ ...file, ...change }).success;

describe("A new attachment", () => {
  test("must have a size from 1 byte to the limit", () => {
    const { bytes } = limits.attachment;
    expect([0, 1, bytes, bytes + 1, 1.5].map((sizeBytes) => accepts({ sizeBytes }))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  test.each(["", "a/b.png", "a\\b.png", "a\u0000.png", "a\n.png", "a\u0085.png"])(
    "cannot have the name %j, because it could change the folder or break a header",
    (fileName) => {
      expect(accepts({ fileName })).toBe(false);
    },
  );

  test.each([" ", "\u2003", "\u200D", "\u2800"])(
    "cannot have the name %j, which shows nothing",
    (fileName) => {
      expect(accepts({ fileName })).toBe(false);
    },
  );

  test.each([
    ["image/png", true],
    ["application/vnd.api+json", true],
    ["image", false],
    ["image/", false],
    ["image/png; charset=utf-8", false],
    ["image/png\r\nx-header: 1", false],
  ])("must have a media type without parameters, so that %j is accepted: %s", (contentType, isAccepted) => {
    expect(accepts({ contentType })).toBe(isAccepted);
  });

  test("receives its media type in lower case", () => {
    expect(NewAttachment.parse({ ...file, contentType: "Image/PNG" }).contentType).toBe("image/png");
  });

  test("has a width and height from 1 to 100,000 pixels", () => {
    for (const side of ["width", "height"]) {
      expect([0, 1, 100_000, 100_001].map((pixels) => accepts({ [side]: pixels }))).toEqual([
        false,
        true,
        true,
        false,
      ]);
    }
  });
});

test("A picture must have a type that pages show, and cannot be an SVG, which can run scripts", () => {
  const accepted = ["image/webp", "image/svg+xml", "text/html"].map(
    (contentType) => NewPicture.safeParse({ contentType, sizeBytes: 1 }).success,
  );
  expect(accepted).toEqual([true, false, false]);
});

describe("A Web Push subscription", () => {
  const keys = { p256dh: "B".repeat(87), auth: "a".repeat(22) };
  const subscription = { endpoint: "https://push.example/1", keys };

  test("has an https address", () => {
    expect(WebPushSubscription.safeParse(subscription).success).toBe(true);
    for (const endpoint of ["http://push.example/1", "javascript:alert(1)", "push.example", ""]) {
      expect(WebPushSubscription.safeParse({ ...subscription, endpoint }).success).toBe(false);
    }
  });

  test.each([
    "https://user@push.example/1",
    "https://:secret@push.example/1",
    "https://push.example:8443/1",
    "https://127.0.0.1/1",
    "https://2130706433/1",
    "https://0x7f.1/1",
    "https://[::1]/1",
    "https://localhost/1",
    "https://push.example/é",
    "https://push.example/ 1",
  ])("cannot have the address %j, which no push service has", (endpoint) => {
    expect(WebPushSubscription.safeParse({ ...subscription, endpoint }).success).toBe(false);
  });

  test.each([
    ["p256dh", "B".repeat(86)],
    ["p256dh", "B".repeat(88)],
    ["auth", "a".repeat(21)],
    ["auth", "a".repeat(23)],
    ["auth", `${"a".repeat(21)}=`],
  ])("must have keys of the right length, so that %s cannot be %s", (name, value) => {
    const wrong = { ...subscription, keys: { ...keys, [name]: value } };
    expect(WebPushSubscription.safeParse(wrong).success).toBe(false);
  });
});

import { expect, test } from "vitest";
import { featuresOf } from "./features.ts";

test.each([
  ["see https://example.org", ["link"]],
  ["see www.example.org/a and [this](http://example.org)", ["link"]],
  ["**bold https://example.org**\n\n> - | https://example.org", ["link"]],
  ["write to ada@example.org, or [write](mailto:ada@example.org)", []],
  ["see https:// and example.org", []],
  ["run `make` now", ["code"]],
  ["```\nmake\n```", ["code"]],
  ["~~~\nmake\n~~~", ["code"]],
  ["    make", ["code"]],
  ["\tmake", ["code"]],
  ["- see `https://example.org`", ["code"]],
  ["hello", []],
])("The text %j contains %j", (content, expected) => {
  expect(featuresOf(content, [])).toEqual(expected);
});

test("Pictures, videos and recordings are files of their kinds, and other files are only files", () => {
  const files = ["image/png", "image/jpeg", "video/mp4", "audio/ogg", "text/plain"];
  expect(
    featuresOf(
      "",
      files.map((contentType) => ({ contentType })),
    ),
  ).toEqual(["file", "image", "video", "audio"]);
  expect(featuresOf("", [{ contentType: "text/plain" }])).toEqual(["file"]);
});

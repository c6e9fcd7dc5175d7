import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";

const folder = join(import.meta.dirname, "public");

/** The members of the manifest that browsers require for an installation or that ChatFlow uses. */
const Manifest = z.object({
  name: z.string(),
  start_url: z.literal("/"),
  scope: z.literal("/"),
  display: z.literal("standalone"),
  icons: z.array(
    z.object({ src: z.string(), sizes: z.string(), type: z.string(), purpose: z.enum(["any", "maskable"]) }),
  ),
  shortcuts: z.array(z.object({ name: z.string(), url: z.string() })),
  share_target: z.object({
    action: z.literal("/share"),
    method: z.literal("POST"),
    enctype: z.literal("multipart/form-data"),
    params: z.object({
      title: z.literal("title"),
      text: z.literal("text"),
      url: z.literal("url"),
      files: z.array(z.object({ name: z.literal("files"), accept: z.array(z.string()) })),
    }),
  }),
});

const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, "manifest.webmanifest"), "utf8")));

/** Reads the width and the height from the header of a PNG file. */
function sizeOf(file: string): string {
  const bytes = readFileSync(join(folder, file));
  expect(bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

describe("The manifest", () => {
  test("names pictures of the sizes that Android and desktops require, with and without a margin", () => {
    const pictures = manifest.icons.filter(({ type }) => type === "image/png");
    for (const purpose of ["any", "maskable"] as const) {
      const sizes = pictures.filter((icon) => icon.purpose === purpose).map(({ src }) => sizeOf(src));
      expect(sizes.sort()).toEqual(["192x192", "512x512"]);
    }
    for (const { src, sizes } of pictures) expect(sizeOf(src)).toBe(sizes);
    expect(sizeOf("apple-touch-icon.png")).toBe("180x180");
  });

  test("leads shortcuts and shared content to addresses that the page knows", () => {
    const routes = readFileSync(join(import.meta.dirname, "src/app.tsx"), "utf8");
    for (const url of [...manifest.shortcuts.map((shortcut) => shortcut.url), manifest.share_target.action])
      expect(routes).toContain(`path="${url}`);
  });
});

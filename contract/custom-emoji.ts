import * as z from "zod/mini";
import { EmojiId, PictureId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { DisplayedName } from "./names.ts";
import { idInCursor } from "./pages.ts";
import type { Routes } from "./route.ts";
import { largestQueryInteger, queryInteger } from "./text.ts";

/** A name without the colons of `:name:`. It has only ASCII characters, so that no two names look alike. */
export const EmojiName = z.string().check(z.regex(/^[a-z0-9_+-]{2,32}$/, "invalid-emoji-name"));

/** An emoji that a user of the workspace has added. */
export const CustomEmoji = z
  .object({
    /** Also identifies its picture. */
    id: EmojiId,
    /** Texts and reactions refer to it as `:name:`. */
    name: DisplayedName,
    createdBy: UserId,
    createdAt: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: "CustomEmoji" });
export type CustomEmoji = z.infer<typeof CustomEmoji>;

/** The number of a change to the workspace's emoji: 1, 2, 3 … without gaps. */
const EmojiRevision = z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER));

/** All emoji of the workspace, in the order of their names. */
export const CustomEmojiList = z
  .object({
    revision: EmojiRevision,
    /** Absent if the list has not changed since the revision that the client knows. */
    items: z.optional(z.array(CustomEmoji)),
  })
  .register(z.globalRegistry, { id: "CustomEmojiList" });
export type CustomEmojiList = z.infer<typeof CustomEmojiList>;

/** A new emoji, whose picture the caller has just uploaded. */
export const NewCustomEmoji = z
  .object({ name: EmojiName, pictureId: PictureId })
  .register(z.globalRegistry, { id: "NewCustomEmoji" });
export type NewCustomEmoji = z.infer<typeof NewCustomEmoji>;

/** The temporary addresses of pictures, relative to the page's origin. Unknown emoji are missing. */
export const EmojiPictures = z
  .object({
    items: z.array(z.object({ id: EmojiId, url: z.string() })),
    /** Seconds until the addresses expire. */
    expiresIn: z.number(),
  })
  .register(z.globalRegistry, { id: "EmojiPictures" });
export type EmojiPictures = z.infer<typeof EmojiPictures>;

/** A user added an emoji, or deleted one. */
export const EmojiUpdated = z.object({
  type: z.literal("emoji.updated"),
  revision: EmojiRevision,
  id: EmojiId,
  /** Absent if the emoji was deleted. */
  emoji: z.optional(CustomEmoji),
});
export type EmojiUpdated = z.infer<typeof EmojiUpdated>;

const known = z.object({ revision: z.optional(queryInteger(0, largestQueryInteger)) });

/** Ids with commas between them. */
const severalIds = new RegExp(`^${idInCursor}(,${idInCursor}){0,${limits.customEmoji.addresses - 1}}$`);
const pictures = z.object({ ids: z.string().check(z.regex(severalIds, "invalid-id")) });

const emoji = z.object({ id: EmojiId });

export const customEmojiRoutes = {
  listEmoji: {
    method: "GET",
    path: "/emoji",
    access: "signed-in",
    query: known,
    answers: { 200: CustomEmojiList },
  },
  addEmoji: {
    method: "POST",
    path: "/emoji",
    access: "signed-in",
    body: NewCustomEmoji,
    answers: { 201: CustomEmoji },
  },
  listEmojiPictures: {
    method: "GET",
    path: "/emoji/pictures",
    access: "signed-in",
    query: pictures,
    answers: { 200: EmojiPictures },
  },
  deleteEmoji: {
    method: "DELETE",
    path: "/emoji/{id}",
    access: "signed-in",
    params: emoji,
    answers: { 204: null },
  },
} as const satisfies Routes;

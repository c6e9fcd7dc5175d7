import type { EmojiUpdated } from "../../../contract/custom-emoji.ts";
import { addEmoji, deleteEmoji, emojiPictures, listEmoji } from "../../domain/custom-emoji/custom-emoji.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { announcements, db, objects } from "./context.ts";

const announce = (event: EmojiUpdated) => announcements.announce({ event, audience: { of: "everyone" } });

/** The routes of the workspace's emoji. */
export const customEmojiRoutes: Handlers<"listEmoji" | "addEmoji" | "listEmojiPictures" | "deleteEmoji"> = {
  listEmoji: async ({ query }) => ok(await listEmoji(db, query.revision)),
  addEmoji: async ({ userId, body }) => {
    const event = await addEmoji(db, objects, userId, body);
    await announce(event);
    return { status: 201, body: event.emoji };
  },
  listEmojiPictures: async ({ query }) => ok(await emojiPictures(db, objects, query.ids.split(","))),
  deleteEmoji: async ({ userId, params }) => {
    await announce(await deleteEmoji(db, userId, params.id));
    return { status: 204 };
  },
};

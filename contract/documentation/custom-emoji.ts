import type { customEmojiRoutes } from "../custom-emoji.ts";
import { limits } from "../limits.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { user } from "./examples.ts";

const id = "0192f0c5-3b71-7a20-8c44-1d2e3f4a0060";
const emoji = { id, name: "shipit", createdBy: user.id, createdAt: "2026-11-25T09:00:00.000Z" };
const { count, ofMember, bytes, addresses } = limits.customEmoji;

export const customEmoji: Concept = {
  title: "Emoji of the workspace",
  introduction:
    "Users can add emoji to the workspace. Messages and reactions refer to one as `:name:`, and clients show its picture. Without such an emoji, clients show the text.",
  routes: {
    listEmoji: {
      summary: "List the emoji of the workspace",
      description: `In the order of their names, at most ${count}. \`emoji.updated\` announces changes. After a lost connection, ask for the list with the revision that you know.`,
      parameters: {
        revision: "The revision that you know. If nothing has changed since, the answer has no `items`.",
      },
      example: { answer: { revision: 3, items: [emoji] } },
    },
    addEmoji: {
      summary: "Add an emoji to the workspace",
      description: `Upload its picture with \`addPicture\` first, at most ${bytes / 1024} KiB. The shortcodes of Unicode emoji are not available as names. A member can add ${ofMember}, owners and admins can add more. A rule can limit this route to owners and admins. Repeating the request changes nothing.`,
      example: { request: { name: "shipit", pictureId: id }, answer: emoji },
    },
    listEmojiPictures: {
      summary: "Get the addresses of the pictures of emoji",
      description: "Emoji that no longer exist are missing in the answer.",
      parameters: { ids: `Up to ${addresses} ids, with commas between them.` },
      example: { answer: { items: [{ id, url: `/files/pictures/${id}?…` }], expiresIn: 21_600 } },
    },
    deleteEmoji: {
      summary: "Delete an emoji",
      description:
        "For the user who added it, and for owners and admins. Messages and reactions keep the name.",
    },
  } satisfies Record<keyof typeof customEmojiRoutes, RouteDocumentation>,
  fields: {
    CustomEmoji: {
      id: "The id of the emoji and of its picture.",
      createdBy: "The user who added it. The emoji stays if this user deletes the account.",
    },
    CustomEmojiList: { revision: "Counts the changes of the list: 1, 2, 3 … without gaps." },
    EmojiPictures: { expiresIn: "Seconds until the addresses expire." },
  },
};

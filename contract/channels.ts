import * as z from "zod/mini";
import { ConversationId, PictureId } from "./ids.ts";
import { limits } from "./limits.ts";
import { HistoryQuery, MessagePage } from "./messages.ts";
import { DisplayedName, displayName } from "./names.ts";
import { cursor, PageLimit, pageOf } from "./pages.ts";
import type { Routes } from "./route.ts";
import { text, visibleText } from "./text.ts";

/** `channel`: everyone except guests can find, read and join it. `group`: private, by invitation. */
export const ConversationKind = z.enum(["direct", "group", "channel"]);
export type ConversationKind = z.infer<typeof ConversationKind>;

/** The participants who may send: all, or only the owner and the admins. */
export const PostingRule = z.enum(["everyone", "admins"]);
export type PostingRule = z.infer<typeof PostingRule>;

/** One line that the page shows beside the name. */
export const Topic = displayName(1, limits.topic.max);

/** One or more lines about the purpose. */
export const Description = visibleText(1, limits.description.max);

/** A channel, as everyone except guests sees it. */
export const Channel = z
  .object({
    id: ConversationId,
    name: DisplayedName,
    createdAt: z.iso.datetime(),
    /** Absent if the channel has no topic. */
    topic: z.optional(DisplayedName),
    description: z.optional(z.string()),
    pictureId: z.optional(PictureId),
    postingRule: PostingRule,
    isDefault: z.boolean(),
    archivedAt: z.optional(z.iso.datetime()),
    participantCount: z.int(),
    /** Whether the caller is a participant. */
    isJoined: z.boolean(),
  })
  .register(z.globalRegistry, { id: "Channel" });
export type Channel = z.infer<typeof Channel>;

export const ChannelPage = pageOf(Channel).register(z.globalRegistry, { id: "ChannelPage" });
export type ChannelPage = z.infer<typeof ChannelPage>;

/** Channels by any part of the name or topic, in the order of their names. */
export const ChannelsQuery = z.object({
  query: z.optional(text(0, limits.searchQuery)),
  /** Lists archived channels instead of the others. */
  archived: z.optional(z.enum(["true", "false"])),
  cursor: z.optional(cursor(/^\d{1,6}$/)),
  limit: z.optional(PageLimit),
});
export type ChannelsQuery = z.infer<typeof ChannelsQuery>;

const channel = z.object({ id: ConversationId });

export const channelRoutes = {
  listChannels: {
    method: "GET",
    path: "/channels",
    access: "signed-in",
    query: ChannelsQuery,
    answers: { 200: ChannelPage },
  },
  getChannel: {
    method: "GET",
    path: "/channels/{id}",
    access: "signed-in",
    params: channel,
    answers: { 200: Channel },
  },
  listChannelMessages: {
    method: "GET",
    path: "/channels/{id}/messages",
    access: "signed-in",
    params: channel,
    query: HistoryQuery,
    answers: { 200: MessagePage },
  },
} as const satisfies Routes;

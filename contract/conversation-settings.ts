import * as z from "zod/mini";
import { changedAt } from "./changed-at.ts";
import { oneOfThese } from "./documented-limits.ts";
import { ConversationId, SectionId } from "./ids.ts";
import { Seq } from "./messages.ts";
import type { Routes } from "./route.ts";

/** The messages that notify the user: all, only those that mention the user, or none (muted). */
export const Notify = z.enum(["all", "mentions", "nothing"]);
export type Notify = z.infer<typeof Notify>;

/** A participant's own settings for a conversation. */
export const ConversationSettings = z
  .object({
    notify: Notify,
    isPinned: z.boolean(),
    /** The next message unarchives the conversation, unless it is muted. */
    isArchived: z.boolean(),
    /** The first message that the participant marked as unread again. Reading further clears it. */
    unreadFrom: z.nullable(Seq.check(z.minimum(1))),
    /** The participant's own section of the list. One that the participant has deleted counts as none. */
    sectionId: z.optional(z.nullable(SectionId)),
  })
  .register(z.globalRegistry, { id: "ConversationSettings" });
export type ConversationSettings = z.infer<typeof ConversationSettings>;

export const UpdateSettings = z
  .partial(ConversationSettings)
  .check(z.refine((change) => Object.keys(change).length > 0, "nothing-to-change"))
  .register(z.globalRegistry, {
    id: "UpdateSettings",
    ...oneOfThese("notify", "isPinned", "isArchived", "unreadFrom", "sectionId"),
  });
export type UpdateSettings = z.infer<typeof UpdateSettings>;

export const ChangedSettings = z
  .extend(ConversationSettings, { changedAt })
  .register(z.globalRegistry, { id: "ChangedSettings" });
export type ChangedSettings = z.infer<typeof ChangedSettings>;

/** A participant changed their settings. Goes only to the participant's own devices. */
export const SettingsUpdated = z.object({
  type: z.literal("settings.updated"),
  conversationId: ConversationId,
  settings: ConversationSettings,
  changedAt,
  unreadCount: z.int(),
  mentionCount: z.int(),
});
export type SettingsUpdated = z.infer<typeof SettingsUpdated>;

const conversation = z.object({ id: ConversationId });

export const settingsRoutes = {
  updateSettings: {
    method: "PATCH",
    path: "/conversations/{id}/settings",
    access: "signed-in",
    params: conversation,
    body: UpdateSettings,
    answers: { 200: ChangedSettings },
  },
} as const satisfies Routes;

import * as z from "zod/mini";
import { oneOfThese } from "./documented-limits.ts";
import { limits } from "./limits.ts";
import { MissedMailRule } from "./missed-mails.ts";
import { DisplayedName, displayName } from "./names.ts";
import type { Routes } from "./route.ts";

/** Selects the people who can create an account. `sso` is reserved for single sign-on. */
export const SignUpRule = z.enum(["open", "domains", "invited", "sso"]);
export type SignUpRule = z.infer<typeof SignUpRule>;

export const WorkspaceName = displayName(1, limits.workspaceName.max);

/** The domain of e-mail addresses, such as `example.com`. It does not include its subdomains. */
export const EmailDomain = z
  .string()
  .check(
    z.toLowerCase(),
    z.maxLength(limits.signUpDomains.characters),
    z.regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/i, "invalid-domain"),
  );

/** The people who can add emoji: everyone, or the owners and admins. */
export const EmojiRule = z.enum(["everyone", "admins"]);
export type EmojiRule = z.infer<typeof EmojiRule>;

/** Who can mention all participants of a large conversation: all participants, its owner and admins, or nobody. */
export const WideMentionRule = z.enum(["everyone", "admins", "nobody"]);
export type WideMentionRule = z.infer<typeof WideMentionRule>;

/** The rule for `@channel` and `@here`. In smaller conversations, everyone can use them. */
export const WideMentions = z
  .object({
    rule: WideMentionRule,
    /** The rule applies to conversations with more participants. */
    above: z.int().check(z.minimum(0), z.maximum(limits.groupSize.max)),
  })
  .register(z.globalRegistry, { id: "WideMentions" });
export type WideMentions = z.infer<typeof WideMentions>;

/** The part of a conversation, as its participant sees it, on which the rule depends. */
interface Audience {
  role: "owner" | "admin" | "member";
  participantCount: number;
}

/** Whether a participant can mention all others of a conversation. A server without a rule admits everyone. */
export const mayMentionAll = (
  { role, participantCount }: Audience,
  { wideMentions }: { wideMentions?: WideMentions | undefined },
): boolean =>
  !wideMentions ||
  participantCount <= wideMentions.above ||
  wideMentions.rule === "everyone" ||
  (wideMentions.rule === "admins" && role !== "member");

/** The public part of the workspace, which the sign-up page shows. */
export const Workspace = z
  .object({
    name: DisplayedName,
    signUpRule: SignUpRule,
    /** The domains whose addresses may sign up, with the rule `domains`. Otherwise empty. */
    domains: z.array(z.string()),
    /** Whether the workspace has had an owner. */
    isSetUp: z.boolean(),
    /** Whether earlier versions of edited messages are kept and shown. */
    keepsVersions: z.boolean(),
    /** Functions of older releases send none. */
    wideMentions: z.optional(WideMentions),
    /** Whether messages get previews of their links. Functions of older releases send none. */
    linkPreviews: z.optional(z.boolean()),
    /** Functions of older releases send none, and have no custom emoji. */
    emojiRule: z.optional(EmojiRule),
    /** Absent in a deployment that sends no e-mail. Functions of older releases send none. */
    missedMails: z.catch(z.optional(MissedMailRule), undefined),
  })
  .register(z.globalRegistry, { id: "Workspace" });
export type Workspace = z.infer<typeof Workspace>;

export const UpdateWorkspace = z
  .object({
    name: z.optional(WorkspaceName),
    wideMentions: z.optional(WideMentions),
    linkPreviews: z.optional(z.boolean()),
    emojiRule: z.optional(EmojiRule),
    missedMails: z.optional(MissedMailRule),
  })
  .check(z.refine((change) => Object.keys(change).length > 0, "nothing-to-change"))
  .register(z.globalRegistry, {
    id: "UpdateWorkspace",
    ...oneOfThese("name", "wideMentions", "linkPreviews", "emojiRule", "missedMails"),
  });
export type UpdateWorkspace = z.infer<typeof UpdateWorkspace>;

export const SetSignUp = z
  .discriminatedUnion("rule", [
    z.object({ rule: z.literal("open") }),
    z.object({ rule: z.literal("invited") }),
    z.object({
      rule: z.literal("domains"),
      domains: z.array(EmailDomain).check(z.minLength(1), z.maxLength(limits.signUpDomains.count)),
    }),
  ])
  .register(z.globalRegistry, { id: "SetSignUp" });
export type SetSignUp = z.infer<typeof SetSignUp>;

export const SetKeptVersions = z
  .object({ keepsVersions: z.boolean() })
  .register(z.globalRegistry, { id: "SetKeptVersions" });

export const workspaceRoutes = {
  getWorkspace: {
    method: "GET",
    path: "/workspace",
    access: "public",
    answers: { 200: Workspace },
  },
  updateWorkspace: {
    method: "PATCH",
    path: "/workspace",
    access: "signed-in",
    body: UpdateWorkspace,
    answers: { 200: Workspace },
  },
  setSignUp: {
    method: "PUT",
    path: "/workspace/sign-up",
    access: "signed-in",
    body: SetSignUp,
    answers: { 200: Workspace },
  },
  setKeptVersions: {
    method: "PUT",
    path: "/workspace/versions",
    access: "signed-in",
    body: SetKeptVersions,
    answers: { 200: Workspace },
  },
} as const satisfies Routes;

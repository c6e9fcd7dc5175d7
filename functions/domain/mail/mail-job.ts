import * as z from "zod/mini";
import { ConversationId, InvitationId, MessageId, UserId } from "../../../contract/ids.ts";
import { Language } from "../../../contract/languages.ts";

/** A change that an account's owner must learn of, by an e-mail without a link. */
export const Notice = z.enum([
  "address-requested",
  "address-changed",
  "address-registered",
  "password-changed",
]);
export type Notice = z.infer<typeof Notice>;

/** A message in the mail queue: the recipient and the purpose. The mail function makes the link's token on sending. */
export const MailJob = z.discriminatedUnion("mail", [
  z.object({ mail: z.literal("verify"), language: Language, userId: UserId }),
  z.object({ mail: z.literal("reset"), language: Language, login: z.string() }),
  z.object({ mail: z.literal("notice"), language: Language, notice: Notice, userId: UserId, to: z.string() }),
  z.object({ mail: z.literal("invitation"), language: Language, invitationId: InvitationId }),
  z.object({ mail: z.literal("sign-up"), language: Language, email: z.string() }),
  /** Lets the absent users whom a message concerns wait for an e-mail about it. */
  z.object({ mail: z.literal("missed"), conversationId: ConversationId, messageId: MessageId }),
  /** Waits in the queue until its time. Then a user may get an e-mail about missed messages. */
  z.object({ mail: z.literal("due"), userId: UserId, at: z.iso.datetime() }),
]);
export type MailJob = z.infer<typeof MailJob>;
export type DueMailJob = Extract<MailJob, { mail: "due" }>;

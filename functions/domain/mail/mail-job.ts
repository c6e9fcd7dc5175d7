import * as z from "zod/mini";
import { UserId } from "../../../contract/ids.ts";
import { Language } from "../../../contract/languages.ts";

/** What the mail queue carries: whom to write to, and why. The secret in the mail's link is made when it is sent. */
export const MailJob = z.discriminatedUnion("mail", [
  z.object({ mail: z.literal("verify"), language: Language, userId: UserId }),
  z.object({ mail: z.literal("reset"), language: Language, login: z.string() }),
]);
export type MailJob = z.infer<typeof MailJob>;

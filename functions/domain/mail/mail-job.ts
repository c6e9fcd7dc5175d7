import * as z from "zod/mini";
import { UserId } from "../../../contract/ids.ts";
import { Language } from "../../../contract/languages.ts";

/** A message in the mail queue: the recipient and the purpose. The mail function makes the link's token on sending. */
export const MailJob = z.discriminatedUnion("mail", [
  z.object({ mail: z.literal("verify"), language: Language, userId: UserId }),
  z.object({ mail: z.literal("reset"), language: Language, login: z.string() }),
]);
export type MailJob = z.infer<typeof MailJob>;

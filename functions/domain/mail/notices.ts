import type { Language } from "../../../contract/languages.ts";
import type { Mail } from "../../platform/mail/mailer.ts";
import { layOut } from "./layout.ts";
import type { Notice } from "./mail-job.ts";
import { textsIn } from "./texts/texts-in.ts";
import { unlinked } from "./unlinked.ts";

/** Writes an e-mail about a change to the account's owner. Its link leads to the page that resets the password. */
export function writeNotice(notice: Notice, language: Language, username: string, siteUrl: string): Mail {
  const { notices, choosePassword } = textsIn(language);
  const { subject, why, note } = notices[notice];
  return layOut(language, {
    subject,
    why: why(unlinked(username)),
    note,
    link: { text: choosePassword, address: `${siteUrl}/forgot-password` },
  });
}

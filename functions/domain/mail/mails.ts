import type { Language } from "../../../contract/languages.ts";
import type { Mail } from "../../platform/mail/mailer.ts";
import { layOut } from "./layout.ts";
import type { LinkMail } from "./texts/catalog.ts";
import { textsIn } from "./texts/texts-in.ts";
import { unlinked } from "./unlinked.ts";

const pages: Readonly<Record<LinkMail, string>> = {
  verify: "verify-email",
  reset: "reset-password",
  invitation: "invitation",
  "sign-up": "invitation",
  "account-exists": "sign-in",
};

/**
 * Writes an e-mail with a link.
 *
 * @param siteUrl  the page's address. The token follows a `#`, so that no server on the way sees or logs it.
 */
export function writeMail(
  about: LinkMail,
  language: Language,
  { username, token }: { username: string; token?: string },
  siteUrl: string,
): Mail {
  const { subject, why, link, note } = textsIn(language).links[about];
  return layOut(language, {
    subject,
    why: why(unlinked(username)),
    note,
    link: {
      text: link,
      address: `${siteUrl}/${pages[about]}${token === undefined ? "" : `#${token}`}`,
    },
  });
}

import type { Language } from "../../../contract/languages.ts";
import { limits } from "../../../contract/limits.ts";
import type { Mail } from "../../platform/mail/mailer.ts";
import type { MailPurpose } from "../schema.ts";
import { layOut, type MailTexts } from "./layout.ts";

interface LinkMailTexts extends MailTexts {
  link: string;
}

const { verifyHours, resetMinutes } = limits.mailLink;

/**
 * The texts of e-mails. Of the account they only name the username, because its few characters cannot hide an
 * advertisement. Anyone can register with another person's address and so cause an e-mail to it.
 */
const texts: Record<Language, Record<MailPurpose, LinkMailTexts>> = {
  en: {
    verify: {
      subject: "Confirm your e-mail for ChatFlow",
      why: (username) =>
        `Please confirm that this e-mail address belongs to the ChatFlow account ${username}.`,
      link: "Confirm e-mail address",
      note: `The link works for ${verifyHours / 24} days. If this is not your account, you can ignore this e-mail.`,
    },
    reset: {
      subject: "Choose a new password for ChatFlow",
      why: (username) => `We received a request to reset the password of the ChatFlow account ${username}.`,
      link: "Choose a new password",
      note: `The link works once, within ${resetMinutes} minutes. If you did not request this, you can ignore this e-mail. Your password stays the same.`,
    },
  },
  de: {
    verify: {
      subject: "Bestätige deine E-Mail-Adresse für ChatFlow",
      why: (username) => `Bitte bestätige, dass diese E-Mail-Adresse zum ChatFlow-Konto ${username} gehört.`,
      link: "E-Mail-Adresse bestätigen",
      note: `Der Link gilt ${verifyHours / 24} Tage. Wenn das nicht dein Konto ist, kannst du diese E-Mail ignorieren.`,
    },
    reset: {
      subject: "Wähle ein neues Passwort für ChatFlow",
      why: (username) => `Für das ChatFlow-Konto ${username} wurde ein neues Passwort angefordert.`,
      link: "Neues Passwort wählen",
      note: `Der Link gilt ${resetMinutes} Minuten und funktioniert nur einmal. Wenn du das nicht warst, kannst du diese E-Mail ignorieren. Dein Passwort bleibt unverändert.`,
    },
  },
};

const pages: Record<MailPurpose, string> = { verify: "verify-email", reset: "reset-password" };

/**
 * Writes an e-mail with a link.
 *
 * @param siteUrl  the page's address. The token follows a `#`, so that no server on the way sees or logs it.
 */
export function writeMail(
  purpose: MailPurpose,
  language: Language,
  { username, token }: { username: string; token: string },
  siteUrl: string,
): Mail {
  const { subject, why, link, note } = texts[language][purpose];
  return layOut(language, {
    subject,
    why: why(username),
    note,
    link: { text: link, address: `${siteUrl}/${pages[purpose]}#${token}` },
  });
}

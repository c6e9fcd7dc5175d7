import type { Language } from "../../../contract/languages.ts";
import { limits } from "../../../contract/limits.ts";
import type { Mail } from "../../platform/mail/mailer.ts";
import { layOut, type MailTexts } from "./layout.ts";

/** The subject of an e-mail. */
export type MailSubject = "verify" | "reset" | "invitation" | "sign-up" | "account-exists";

/** The username is the account's, or that of the author of an invitation. */
interface LinkMailTexts extends MailTexts {
  link: string;
}

const { verifyHours, resetMinutes } = limits.mailLink;

/**
 * The texts of e-mails. They contain nothing of the account except the username, whose few characters cannot hide an
 * advertisement, because anyone can cause an e-mail to another person's address by registering with it.
 */
const texts: Record<Language, Record<MailSubject, LinkMailTexts>> = {
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
    invitation: {
      subject: "You are invited to ChatFlow",
      why: (username) => `${username} invites you to a ChatFlow workspace.`,
      link: "Create your account",
      note: "The link works once and only for this e-mail address. If you do not know the sender, you can ignore this e-mail.",
    },
    "sign-up": {
      subject: "Create your ChatFlow account",
      why: () => "Please confirm that this is your e-mail address, and choose a username.",
      link: "Create your account",
      note: `The link works once, within ${limits.signUpLinkHours} hours. If you did not request this, you can ignore this e-mail.`,
    },
    "account-exists": {
      subject: "You already have a ChatFlow account",
      why: (username) =>
        `We received a request to create a ChatFlow account with this e-mail address, but you already have one: ${username}.`,
      link: "Sign in",
      note: "You can choose a new password on the sign-in page. If you did not request this, you can ignore this e-mail.",
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
    invitation: {
      subject: "Du bist zu ChatFlow eingeladen",
      why: (username) => `${username} lädt dich zu einem ChatFlow-Workspace ein.`,
      link: "Konto erstellen",
      note: "Der Link funktioniert einmal und nur für diese E-Mail-Adresse. Wenn du den Absender nicht kennst, kannst du diese E-Mail ignorieren.",
    },
    "sign-up": {
      subject: "Erstelle dein ChatFlow-Konto",
      why: () => "Bitte bestätige, dass diese E-Mail-Adresse dir gehört, und wähle einen Benutzernamen.",
      link: "Konto erstellen",
      note: `Der Link gilt ${limits.signUpLinkHours} Stunden und funktioniert nur einmal. Wenn du das nicht warst, kannst du diese E-Mail ignorieren.`,
    },
    "account-exists": {
      subject: "Du hast schon ein ChatFlow-Konto",
      why: (username) =>
        `Mit dieser E-Mail-Adresse sollte ein ChatFlow-Konto erstellt werden, aber du hast schon eins: ${username}.`,
      link: "Anmelden",
      note: "Ein neues Passwort kannst du auf der Anmeldeseite wählen. Wenn du das nicht warst, kannst du diese E-Mail ignorieren.",
    },
  },
};

const pages: Record<MailSubject, string> = {
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
  about: MailSubject,
  language: Language,
  { username, token }: { username: string; token?: string },
  siteUrl: string,
): Mail {
  const { subject, why, link, note } = texts[language][about];
  return layOut(language, {
    subject,
    why: why(username),
    note,
    link: {
      text: link,
      address: `${siteUrl}/${pages[about]}${token === undefined ? "" : `#${token}`}`,
    },
  });
}

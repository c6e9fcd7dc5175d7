import type { Language } from "../../../contract/languages.ts";
import { limits } from "../../../contract/limits.ts";
import type { Mail } from "../../platform/mail/mailer.ts";
import type { MailPurpose } from "../schema.ts";

interface Words {
  subject: string;
  /** What the link is for. */
  why: (username: string) => string;
  link: string;
  /** How long it works, and what to do for whoever did not ask for it. */
  note: string;
}

const { verifyHours, resetMinutes } = limits.mailLink;

/**
 * What mails say. Of the account they name the username only, in which no one can hide an advertisement: whoever
 * creates an account chooses who gets its first mail.
 */
const words: Record<Language, Record<MailPurpose, Words>> = {
  en: {
    verify: {
      subject: "Confirm your e-mail for ChatFlow",
      why: (username) => `Please confirm that this is the e-mail of ${username}'s account at ChatFlow.`,
      link: "Confirm e-mail",
      note: `The link works for ${verifyHours / 24} days. If you have no such account, you can ignore this mail.`,
    },
    reset: {
      subject: "Choose a new password for ChatFlow",
      why: (username) => `Somebody has asked for a new password for ${username}'s account at ChatFlow.`,
      link: "Choose a new password",
      note: `The link works once, for ${resetMinutes} minutes. If it was not you, ignore this mail: your password stays as it is.`,
    },
  },
  de: {
    verify: {
      subject: "Bestätige deine E-Mail-Adresse für ChatFlow",
      why: (username) => `Bitte bestätige, dass dies die E-Mail-Adresse des ChatFlow-Kontos ${username} ist.`,
      link: "E-Mail-Adresse bestätigen",
      note: `Der Link gilt ${verifyHours / 24} Tage. Wenn du kein solches Konto hast, kannst du diese Mail ignorieren.`,
    },
    reset: {
      subject: "Wähle ein neues Passwort für ChatFlow",
      why: (username) => `Jemand hat um ein neues Passwort für das ChatFlow-Konto ${username} gebeten.`,
      link: "Neues Passwort wählen",
      note: `Der Link gilt einmal und ${resetMinutes} Minuten lang. Wenn du das nicht warst, ignoriere diese Mail: Dein Passwort bleibt, wie es ist.`,
    },
  },
};

const pages: Record<MailPurpose, string> = { verify: "verify-email", reset: "reset-password" };

/**
 * Writes a mail.
 * @param siteUrl  where the page is. The token follows a `#`, so that no server on the way sees or logs it.
 */
export function writeMail(
  purpose: MailPurpose,
  language: Language,
  { username, token }: { username: string; token: string },
  siteUrl: string,
): Mail {
  const { subject, why, link, note } = words[language][purpose];
  const address = `${siteUrl}/${pages[purpose]}#${token}`;
  return {
    subject,
    text: `${why(username)}\n\n${link}:\n${address}\n\n${note}\n`,
    // Usernames and tokens have no character that HTML would read otherwise.
    html: `<!doctype html>
<html lang="${language}">
<body style="margin:0;padding:32px 16px;background:#f1f3f5;font-family:system-ui,sans-serif;color:#212529">
<div style="max-width:480px;margin:auto;padding:32px;background:#fff;border-radius:12px;line-height:1.5">
<p style="margin-top:0;font-size:20px;font-weight:600">ChatFlow</p>
<p>${why(username)}</p>
<p style="margin:28px 0"><a href="${address}" style="padding:12px 20px;border-radius:8px;background:#4338ca;color:#fff;font-weight:600;text-decoration:none">${link}</a></p>
<p style="margin-bottom:0;font-size:14px;color:#5c636a">${note}</p>
</div>
</body>
</html>
`,
  };
}

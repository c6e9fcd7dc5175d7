import type { Language } from "../../../contract/languages.ts";
import type { Mail } from "../../platform/mail/mailer.ts";
import { layOut, type MailTexts } from "./layout.ts";
import type { Notice } from "./mail-job.ts";

const resetTexts: Record<Language, string> = {
  en: "Choose a new password",
  de: "Neues Passwort wählen",
};

/** The texts of notices. They name no address, because a new address is not confirmed yet. */
const noticeTexts: Record<Language, Record<Notice, MailTexts>> = {
  en: {
    "address-requested": {
      subject: "Your ChatFlow account is about to get another e-mail address",
      why: (username) =>
        `Somebody who knows the password of the ChatFlow account ${username} wants to replace this e-mail address.`,
      note: "The new address counts once it is confirmed. If this was not you, choose a new password now.",
    },
    "address-changed": {
      subject: "Your ChatFlow account has another e-mail address",
      why: (username) => `The ChatFlow account ${username} has a new, confirmed e-mail address.`,
      note: "If this was not you, choose a new password now, or ask the owner of your workspace for help.",
    },
    "address-registered": {
      subject: "You already have a ChatFlow account",
      why: (username) =>
        `Somebody tried to register with this e-mail address. It belongs to your ChatFlow account ${username}.`,
      note: "If this was you, sign in or choose a new password. Otherwise you can ignore this e-mail.",
    },
    "password-changed": {
      subject: "Your ChatFlow password has changed",
      why: (username) =>
        `The ChatFlow account ${username} has a new password. All other devices are signed out.`,
      note: "If this was not you, choose a new password now.",
    },
  },
  de: {
    "address-requested": {
      subject: "Dein ChatFlow-Konto soll eine andere E-Mail-Adresse bekommen",
      why: (username) =>
        `Jemand, der das Passwort des ChatFlow-Kontos ${username} kennt, möchte diese E-Mail-Adresse ersetzen.`,
      note: "Die neue Adresse gilt, sobald sie bestätigt ist. Wenn du das nicht warst, wähle jetzt ein neues Passwort.",
    },
    "address-changed": {
      subject: "Dein ChatFlow-Konto hat eine andere E-Mail-Adresse",
      why: (username) => `Das ChatFlow-Konto ${username} hat eine neue, bestätigte E-Mail-Adresse.`,
      note: "Wenn du das nicht warst, wähle jetzt ein neues Passwort oder bitte die Leitung deines Workspace um Hilfe.",
    },
    "address-registered": {
      subject: "Du hast schon ein ChatFlow-Konto",
      why: (username) =>
        `Jemand wollte sich mit dieser E-Mail-Adresse registrieren. Sie gehört zu deinem ChatFlow-Konto ${username}.`,
      note: "Wenn du das warst, melde dich an oder wähle ein neues Passwort. Sonst kannst du diese E-Mail ignorieren.",
    },
    "password-changed": {
      subject: "Dein ChatFlow-Passwort wurde geändert",
      why: (username) =>
        `Das ChatFlow-Konto ${username} hat ein neues Passwort. Alle anderen Geräte sind abgemeldet.`,
      note: "Wenn du das nicht warst, wähle jetzt ein neues Passwort.",
    },
  },
};

/** Writes an e-mail about a change to the account's owner. Its link leads to the page that resets the password. */
export function writeNotice(notice: Notice, language: Language, username: string, siteUrl: string): Mail {
  const { subject, why, note } = noticeTexts[language][notice];
  return layOut(language, {
    subject,
    why: why(username),
    note,
    link: { text: resetTexts[language], address: `${siteUrl}/forgot-password` },
  });
}

import { times } from "../../../../contract/times.ts";
import type { MailCatalog } from "./catalog.ts";

const { verifyHours, resetMinutes } = times.mailLink;
const { gapHours } = times.missedMails;
const isOne = (count: string) => count === "1";

export const de: MailCatalog = {
  links: {
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
      note: `Der Link gilt ${times.signUpLinkHours} Stunden und funktioniert nur einmal. Wenn du das nicht warst, kannst du diese E-Mail ignorieren.`,
    },
    "account-exists": {
      subject: "Du hast schon ein ChatFlow-Konto",
      why: (username) =>
        `Mit dieser E-Mail-Adresse sollte ein ChatFlow-Konto erstellt werden, aber du hast schon eins: ${username}.`,
      link: "Anmelden",
      note: "Ein neues Passwort kannst du auf der Anmeldeseite wählen. Wenn du das nicht warst, kannst du diese E-Mail ignorieren.",
    },
  },
  notices: {
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
        `Jemand wollte diese E-Mail-Adresse für ein anderes ChatFlow-Konto verwenden. Sie gehört zu deinem ChatFlow-Konto ${username}.`,
      note: "Wenn du das warst, melde dich an oder wähle ein neues Passwort. Sonst kannst du diese E-Mail ignorieren.",
    },
    "password-changed": {
      subject: "Dein ChatFlow-Passwort wurde geändert",
      why: (username) =>
        `Das ChatFlow-Konto ${username} hat ein neues Passwort. Alle anderen Geräte sind abgemeldet.`,
      note: "Wenn du das nicht warst, wähle jetzt ein neues Passwort.",
    },
  },
  choosePassword: "Neues Passwort wählen",
  missed: {
    subject: (count) => `${count} verpasste ${isOne(count) ? "Nachricht" : "Nachrichten"} in ChatFlow`,
    why: "Du hast ungelesene Nachrichten von diesen Personen und Unterhaltungen:",
    link: "ChatFlow öffnen",
    note: `Solange du nicht da bist, bekommst du höchstens alle ${gapHours} Stunden eine solche E-Mail. Du kannst sie auch in den Einstellungen für Benachrichtigungen abschalten.`,
    unsubscribe: "Diese E-Mails abbestellen",
  },
};

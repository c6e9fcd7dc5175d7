import { times } from "../../../../contract/times.ts";
import type { MailCatalog } from "./catalog.ts";

const { verifyHours, resetMinutes } = times.mailLink;
const { gapHours } = times.missedMails;
const rules = new Intl.PluralRules("pl");

/** Returns "1 nieprzeczytana wiadomość", "2 nieprzeczytane wiadomości", "5 nieprzeczytanych wiadomości". */
function messages(count: string): string {
  const rule = rules.select(Number.parseInt(count, 10));
  if (rule === "one") return `${count} nieprzeczytana wiadomość`;
  return rule === "few" ? `${count} nieprzeczytane wiadomości` : `${count} nieprzeczytanych wiadomości`;
}

export const pl: MailCatalog = {
  links: {
    verify: {
      subject: "Potwierdź adres e-mail w ChatFlow",
      why: (username) => `Potwierdź, że ten adres e-mail należy do konta ChatFlow ${username}.`,
      link: "Potwierdź adres e-mail",
      note: `Link działa przez ${verifyHours / 24} dni. Jeśli to nie twoje konto, możesz zignorować tę wiadomość.`,
    },
    reset: {
      subject: "Wybierz nowe hasło do ChatFlow",
      why: (username) => `Otrzymaliśmy prośbę o zresetowanie hasła do konta ChatFlow ${username}.`,
      link: "Wybierz nowe hasło",
      note: `Link działa tylko raz, przez ${resetMinutes} minut. Jeśli to nie twoja prośba, możesz zignorować tę wiadomość. Twoje hasło się nie zmieni.`,
    },
    invitation: {
      subject: "Zaproszenie do ChatFlow",
      why: (username) => `${username} zaprasza cię do przestrzeni roboczej ChatFlow.`,
      link: "Utwórz konto",
      note: "Link działa tylko raz i tylko dla tego adresu e-mail. Jeśli nie znasz nadawcy, możesz zignorować tę wiadomość.",
    },
    "sign-up": {
      subject: "Utwórz konto ChatFlow",
      why: () => "Potwierdź, że to twój adres e-mail, i wybierz nazwę użytkownika.",
      link: "Utwórz konto",
      note: `Link działa tylko raz, przez ${times.signUpLinkHours} godziny. Jeśli to nie twoja prośba, możesz zignorować tę wiadomość.`,
    },
    "account-exists": {
      subject: "Masz już konto ChatFlow",
      why: (username) =>
        `Otrzymaliśmy prośbę o utworzenie konta ChatFlow z tym adresem e-mail, ale masz już konto: ${username}.`,
      link: "Zaloguj się",
      note: "Nowe hasło możesz wybrać na stronie logowania. Jeśli to nie twoja prośba, możesz zignorować tę wiadomość.",
    },
  },
  notices: {
    "address-requested": {
      subject: "Adres e-mail twojego konta ChatFlow ma się zmienić",
      why: (username) => `Ktoś, kto zna hasło do konta ChatFlow ${username}, chce zastąpić ten adres e-mail.`,
      note: "Nowy adres zacznie obowiązywać po potwierdzeniu. Jeśli to nie ty, wybierz teraz nowe hasło.",
    },
    "address-changed": {
      subject: "Twoje konto ChatFlow ma inny adres e-mail",
      why: (username) => `Konto ChatFlow ${username} ma nowy, potwierdzony adres e-mail.`,
      note: "Jeśli to nie ty, wybierz teraz nowe hasło albo poproś o pomoc właściciela przestrzeni roboczej.",
    },
    "address-registered": {
      subject: "Masz już konto ChatFlow",
      why: (username) =>
        `Ktoś próbował użyć tego adresu e-mail dla innego konta ChatFlow. Należy on do twojego konta ChatFlow ${username}.`,
      note: "Jeśli to ty, zaloguj się lub wybierz nowe hasło. W przeciwnym razie możesz zignorować tę wiadomość.",
    },
    "password-changed": {
      subject: "Twoje hasło do ChatFlow zostało zmienione",
      why: (username) =>
        `Konto ChatFlow ${username} ma nowe hasło. Wszystkie inne urządzenia zostały wylogowane.`,
      note: "Jeśli to nie ty, wybierz teraz nowe hasło.",
    },
  },
  choosePassword: "Wybierz nowe hasło",
  missed: {
    subject: (count) => `${messages(count)} w ChatFlow`,
    why: "Masz nieprzeczytane wiadomości od tych osób i z tych rozmów:",
    link: "Otwórz ChatFlow",
    note: `Podczas twojej nieobecności wysyłamy taką wiadomość najwyżej co ${gapHours} godzin. Możesz ją też wyłączyć w ustawieniach powiadomień.`,
    unsubscribe: "Zrezygnuj z tych wiadomości",
  },
};

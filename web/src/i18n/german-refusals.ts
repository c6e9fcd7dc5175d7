/** What the server and the contract say when they refuse, and the same in German; `$1` is a number in it. */
const sayings: readonly (readonly [RegExp, string])[] = [
  [/^is required$/, "wird gebraucht"],
  [/^must not be empty$/, "darf nicht leer sein"],
  [/^must have at least (\d+) characters$/, "muss mindestens $1 Zeichen haben"],
  [/^must have at most (\d+) characters$/, "darf höchstens $1 Zeichen haben"],
  [/^must have at most (\d+) people$/, "darf höchstens $1 Personen haben"],
  [/^a group has at most (\d+) people$/, "eine Gruppe hat höchstens $1 Personen"],
  [/^must name at least one person$/, "muss mindestens eine Person nennen"],
  [/^must name at most (\d+) files$/, "darf höchstens $1 Dateien nennen"],
  [/^must be at most (\d+) bytes$/, "darf höchstens $1 Bytes haben"],
  [
    /^may only have the letters a-z, digits, and _ \. -$/,
    "darf nur die Buchstaben a-z, Ziffern und _ . - haben",
  ],
  [/^must be an e-mail address$/, "muss eine E-Mail-Adresse sein"],
  [/^must be valid Unicode without NUL characters$/, "hat Zeichen, die sich nicht speichern lassen"],
  [/^must have no slashes and no control characters$/, "darf keine Schrägstriche und Steuerzeichen haben"],
  [/^must be one emoji$/, "muss ein Emoji sein"],
  [/^is already in use$/, "ist schon vergeben"],
  [/^is not your password$/, "ist nicht dein Passwort"],
  [/^The password is wrong\.$/, "Das Passwort ist falsch."],
  [/^The login or the password is wrong\.$/, "Der Name oder das Passwort ist falsch."],
  [
    /^The session has ended\. Please sign in again\.$/,
    "Die Sitzung ist zu Ende. Bitte melde dich wieder an.",
  ],
  [/^The account is gone\.$/, "Das Konto gibt es nicht mehr."],
  [/^Somebody has this username\.$/, "Jemand hat diesen Benutzernamen."],
  [/^Somebody has an account with this e-mail\.$/, "Jemand hat ein Konto mit dieser E-Mail-Adresse."],
  [/^There is no such conversation\.$/, "Diese Unterhaltung gibt es nicht, oder sie ist nicht deine."],
  [/^There is no such person\.$/, "Diese Person gibt es nicht."],
  [/^There is no such participant\.$/, "Diese Person nimmt nicht teil."],
  [/^There is no such message\.$/, "Diese Nachricht gibt es nicht."],
  [/^There is no such (file|picture)\.$/, "Diese Datei gibt es nicht."],
  [/^There is no such device\.$/, "Dieses Gerät ist nicht angemeldet."],
  [/^The message has been deleted\.$/, "Die Nachricht ist gelöscht."],
  [/^Only its author may change a message\.$/, "Nur wer sie geschrieben hat, kann eine Nachricht ändern."],
  [
    /^(Only the owner and the admins|Only the owner of a group|Only its author).*$/,
    "In dieser Gruppe dürfen das nur andere.",
  ],
  [/^(A direct conversation|In a direct conversation).*$/, "Eine Unterhaltung zu zweit bleibt, wie sie ist."],
  [/^is you: make somebody else the owner instead$/, "bist du: gib die Gruppe stattdessen jemand anderem"],
  [
    /^You are sending too fast\. Please wait a moment\.$/,
    "Du sendest zu schnell. Bitte warte einen Augenblick.",
  ],
  [/^Too many requests\..*$/, "Zu viele Anfragen. Bitte warte einen Augenblick."],
  [
    /^The database did not answer\..*$/,
    "Die Datenbank hat nicht geantwortet. Bitte versuche es gleich noch einmal.",
  ],
  [/^The answer took too long\..*$/, "Die Antwort hat zu lange gedauert. Bitte versuche es noch einmal."],
  [
    /^Something went wrong on our side\..*$/,
    "Bei uns ist etwas schiefgegangen. Bitte versuche es noch einmal.",
  ],
  [
    /^The server could not be reached\..*$/,
    "Der Server ist nicht zu erreichen. Bitte prüfe deine Verbindung.",
  ],
  [/^The server answered with status (\d+)\.$/, "Der Server hat mit dem Status $1 geantwortet."],
  [
    /^This ChatFlow sends no e-mail:.*$/,
    "Dieses ChatFlow schickt keine E-Mails: Wer es betreibt, hat keine Adresse dafür eingerichtet.",
  ],
];

/** A refusal in German; as it is, if nobody has translated it. */
export function germanRefusal(message: string): string {
  const saying = sayings.find(([english]) => english.test(message));
  return saying ? message.replace(...saying) : message;
}

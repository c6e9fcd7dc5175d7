import type { SearchTexts } from "./english.ts";

/** The texts of the search operators in German. */
export const german: SearchTexts = {
  operators: "Nachrichten eingrenzen",
  values: "Vorschläge",
  help: {
    from: "Nachrichten einer Person",
    in: "Nachrichten in einer Unterhaltung",
    has: "Nachrichten mit Link, Datei, Code …",
    is: "Antworten in Threads",
    before: "Nachrichten vor einem Tag",
    after: "Nachrichten ab einem Tag",
  },
  me: "Ich",
  features: {
    link: "Links",
    code: "Code",
    file: "Dateien",
    image: "Bilder",
    video: "Videos",
    audio: "Audio",
  },
  kinds: { thread: "Antworten in Threads" },
  today: "Heute",
  yesterday: "Gestern",
  aWeekAgo: "Vor einer Woche",
  aMonthAgo: "Vor einem Monat",
  understood: {
    from: (name) => `Von ${name}`,
    in: (name) => `In ${name}`,
    has: (feature) => `Mit ${feature}`,
    is: (kind) => kind,
    before: (day) => `Vor ${day}`,
    after: (day) => `Ab ${day}`,
  },
  remove: (operator) => `„${operator}“ entfernen`,
};

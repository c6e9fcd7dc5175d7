import type { Language } from "../../../contract/languages.ts";

/** Stands for the text of the message about a missed call outside of the page, in the language of the reader. */
export const missedCall: Readonly<Record<Language, string>> = {
  en: "Missed call",
  de: "Verpasster Anruf",
  fr: "Appel manqué",
  pl: "Nieodebrane połączenie",
  ar: "مكالمة فائتة",
};

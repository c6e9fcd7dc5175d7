import type { SettingsTexts } from "./english.ts";

/** The texts of the settings in German. */
export const german: SettingsTexts = {
  accent: "Akzentfarbe",
  accents: {
    indigo: "Indigo",
    violet: "Violett",
    grape: "Lila",
    pink: "Pink",
    teal: "Grün",
    cyan: "Blaugrün",
  },
  fontSize: "Schriftgröße",
  fontSizes: { small: "Klein", usual: "Standard", large: "Groß", largest: "Sehr groß" },
  signIn: "Anmeldung",
  index: "Übersicht der Einstellungen",
};

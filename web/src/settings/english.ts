/** The texts of the settings that only this view needs, in English. */
export const english = {
  accent: "Accent colour",
  accents: {
    indigo: "Indigo",
    violet: "Violet",
    grape: "Purple",
    pink: "Pink",
    teal: "Green",
    cyan: "Blue-green",
  },
  fontSize: "Font size",
  fontSizes: { small: "Small", usual: "Default", large: "Large", largest: "Largest" },
  signIn: "Sign-in",
  index: "Settings index",
};

export type SettingsTexts = typeof english;

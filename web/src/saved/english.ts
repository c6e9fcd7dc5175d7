/** The texts of the saved messages in English. They load with the panel. */
export const english = {
  title: "Saved messages",
  none: "You have saved no messages yet. Save one from its menu to find it here. Nobody else sees this list.",
};

export type SavedTexts = typeof english;

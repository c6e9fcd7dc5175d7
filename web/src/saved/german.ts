import type { SavedTexts } from "./english.ts";

/** The texts of the saved messages in German. */
export const german: SavedTexts = {
  title: "Gemerkte Nachrichten",
  none: "Du hast dir noch keine Nachricht gemerkt. Merke dir eine über ihr Menü, dann findest du sie hier wieder. Niemand sonst sieht diese Liste.",
};

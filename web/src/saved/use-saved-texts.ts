import { usePageLanguage } from "../i18n/texts.tsx";
import { english, type SavedTexts } from "./english.ts";
import { german } from "./german.ts";

/** Returns the texts of the saved messages in the page's language. They are not part of the main bundle. */
export function useSavedTexts(): SavedTexts {
  const { language } = usePageLanguage();
  return { en: english, de: german }[language];
}

import { usePageLanguage } from "../i18n/texts.tsx";
import { english, type SearchTexts } from "./english.ts";
import { german } from "./german.ts";

/** Returns the texts of the search operators in the page's language. They are not part of the main bundle. */
export function useSearchTexts(): SearchTexts {
  const { language } = usePageLanguage();
  return { en: english, de: german }[language];
}

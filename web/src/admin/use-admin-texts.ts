import { usePageLanguage } from "../i18n/texts.tsx";
import { type AdminTexts, english } from "./english.ts";
import { german } from "./german.ts";

/** Returns the texts of the administration in the page's language. They are not part of the main bundle. */
export function useAdminTexts(): AdminTexts {
  const { language } = usePageLanguage();
  return { en: english, de: german }[language];
}

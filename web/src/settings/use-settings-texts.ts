import { usePageLanguage } from "../i18n/texts.tsx";
import { english, type SettingsTexts } from "./english.ts";
import { german } from "./german.ts";

/** Returns the settings' own texts in the page's language. They are not part of the main bundle. */
export function useSettingsTexts(): SettingsTexts {
  const { language } = usePageLanguage();
  return { en: english, de: german }[language];
}

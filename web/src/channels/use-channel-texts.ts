import { usePageLanguage } from "../i18n/texts.tsx";
import { type ChannelTexts, english } from "./english.ts";
import { german } from "./german.ts";

/** Returns the texts of the channel views in the page's language. They are not part of the main bundle. */
export function useChannelTexts(): ChannelTexts {
  const { language } = usePageLanguage();
  return { en: english, de: german }[language];
}

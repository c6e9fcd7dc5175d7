import { use } from "react";
import { catalogs } from "./catalogs.ts";
import { usePageLanguage } from "./texts.tsx";
import type { FeaturesTexts } from "./texts-types.ts";

/**
 * Returns the texts of views that load on demand, in the page's language. Suspends the component until they are loaded.
 */
export function useFeatureTexts(): FeaturesTexts {
  const { language } = usePageLanguage();
  return catalogs.features.get(language) ?? use(catalogs.features.load(language));
}

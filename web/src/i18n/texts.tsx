import { createContext, type ReactNode, useEffect, useLayoutEffect, useMemo, useState } from "react";
import { useErrors } from "../errors/errors-context.tsx";
import { useProvided } from "../use-provided.ts";
import { catalogs } from "./catalogs.ts";
import { useDay } from "./clock.ts";
import {
  directionOf,
  fallbackLanguage,
  onLanguageElsewhere,
  preferredLanguage,
  rememberLanguage,
} from "./languages.ts";
import { type Texts, withProblems } from "./page-texts.ts";
import { type Times, timesIn } from "./times.ts";

interface PageLanguage {
  /** The tag of the language, such as `de`. */
  language: string;
  texts: Texts;
  times: Times;
  chooseLanguage: (language: string) => void;
}

const PageLanguageContext = createContext<PageLanguage | undefined>(undefined);

/**
 * Provides the page's language. Renders nothing until its texts have loaded. If they cannot be loaded, the page keeps
 * its previous language, or starts in English.
 */
export function TextsProvider({ children }: { children: ReactNode }) {
  const { report, background } = useErrors();
  const [wanted, setWanted] = useState(preferredLanguage);
  useEffect(() => onLanguageElsewhere(() => setWanted(preferredLanguage())), []);
  const [language, setLanguage] = useState(() => (catalogs.page.get(wanted) ? wanted : undefined));
  useEffect(() => {
    let isCurrent = true;
    const load = async () => {
      try {
        await Promise.all([
          catalogs.page.load(wanted),
          // Open views that show such texts would otherwise vanish until these have loaded.
          catalogs.features.get(document.documentElement.lang) && catalogs.features.load(wanted),
        ]);
        if (isCurrent) setLanguage(wanted);
      } catch (error) {
        report(error, "texts");
        if (isCurrent) setLanguage((known) => known ?? fallbackLanguage);
      }
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [wanted, report]);
  // Before the browser paints, so that nothing moves from one side to the other.
  useLayoutEffect(() => {
    if (!language) return;
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  useEffect(() => {
    if (language) background(catalogs.features.load(language), "texts");
  }, [language, background]);
  const pageLanguage = useMemo(() => {
    const page = language && catalogs.page.get(language);
    if (!page) return undefined;
    catalogs.page.shown = page;
    const chooseLanguage = (next: string) => {
      rememberLanguage(next);
      setWanted(next);
    };
    // The browser's tag may name a region, which affects the format of dates.
    const locale = navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
    return { language, texts: withProblems(language, page), times: timesIn(locale), chooseLanguage };
  }, [language]);
  return (
    pageLanguage && (
      <PageLanguageContext.Provider value={pageLanguage}>{children}</PageLanguageContext.Provider>
    )
  );
}

export function usePageLanguage(): PageLanguage {
  return useProvided(PageLanguageContext);
}

/** Returns the page's texts in its language. */
export const useTexts = (): Texts => usePageLanguage().texts;

/** Returns the formatters for times in the page's language. Their results change when a day begins. */
export function useTimes(): Times {
  useDay();
  return usePageLanguage().times;
}

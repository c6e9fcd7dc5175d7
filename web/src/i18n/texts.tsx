import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Language } from "../../../contract/languages.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useDay } from "./clock.ts";
import { english, type Texts } from "./english.ts";
import { type Times, timesIn } from "./times.ts";

/** The page's languages by BCP 47 tag. English is part of the main bundle, and others load on demand. */
export const languages = {
  en: { name: "English", load: async () => english },
  de: { name: "Deutsch", load: async () => (await import("./german.ts")).german },
} as const satisfies Record<Language, object>;

const isLanguage = (tag: string | null | undefined): tag is Language => tag != null && tag in languages;

const storageKey = "chatflow.language";

/** Returns the chosen language, or else the first supported one of the browser's languages. */
function preferredLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split("-")[0]).find(isLanguage) ?? "en";
}

interface LoadedTexts {
  language: Language;
  texts: Texts;
}

interface PageLanguage {
  language: Language;
  texts: Texts;
  times: Times;
  chooseLanguage: (language: Language) => void;
}

const PageLanguageContext = createContext<PageLanguage | undefined>(undefined);

/**
 * Provides the page's language. Renders nothing until its texts have loaded. If they cannot be loaded, the page keeps
 * its previous language, or starts in English.
 */
export function TextsProvider({ children }: { children: ReactNode }) {
  const { report } = useErrors();
  const [wanted, setWanted] = useState(preferredLanguage);
  const [loaded, setLoaded] = useState<LoadedTexts | undefined>(
    wanted === "en" ? { language: "en", texts: english } : undefined,
  );
  useEffect(() => {
    let isCurrent = true;
    const load = async () => {
      try {
        const texts = await languages[wanted].load();
        if (isCurrent) setLoaded({ language: wanted, texts });
      } catch (error) {
        report(error, "texts");
        if (isCurrent) setLoaded((known) => known ?? { language: "en", texts: english });
      }
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [wanted, report]);
  useEffect(() => {
    if (loaded) document.documentElement.lang = loaded.language;
  }, [loaded]);
  const pageLanguage = useMemo(() => {
    if (!loaded) return undefined;
    const { language, texts } = loaded;
    const chooseLanguage = (next: Language) => {
      localStorage.setItem(storageKey, next);
      setWanted(next);
    };
    // The browser's tag may name a region, which affects the format of dates.
    const locale = navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
    return { language, texts, times: timesIn(locale), chooseLanguage };
  }, [loaded]);
  return (
    pageLanguage && (
      <PageLanguageContext.Provider value={pageLanguage}>{children}</PageLanguageContext.Provider>
    )
  );
}

export function usePageLanguage(): PageLanguage {
  const pageLanguage = useContext(PageLanguageContext);
  if (!pageLanguage) throw new Error("This hook needs a TextsProvider above it");
  return pageLanguage;
}

/** Returns the page's texts in its language. */
export const useTexts = (): Texts => usePageLanguage().texts;

/** Returns the formatters for times in the page's language. What they return changes when a day begins. */
export function useTimes(): Times {
  useDay();
  return usePageLanguage().times;
}

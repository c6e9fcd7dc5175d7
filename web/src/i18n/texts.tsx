import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Language } from "../../../contract/languages.ts";
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

interface PageLanguage {
  language: Language;
  texts: Texts;
  times: Times;
  chooseLanguage: (language: Language) => void;
}

const PageLanguageContext = createContext<PageLanguage | undefined>(undefined);

/** Provides the page's language. Renders nothing until its texts have loaded. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(preferredLanguage);
  const [texts, setTexts] = useState<Texts | undefined>(language === "en" ? english : undefined);
  useEffect(() => {
    document.documentElement.lang = language;
    let isCurrent = true;
    void languages[language].load().then((loaded) => {
      if (isCurrent) setTexts(loaded);
    });
    return () => {
      isCurrent = false;
    };
  }, [language]);
  const pageLanguage = useMemo(() => {
    const chooseLanguage = (next: Language) => {
      localStorage.setItem(storageKey, next);
      setLanguage(next);
    };
    // The browser's tag may name a region, which affects the format of dates.
    const locale = navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
    return texts && { language, texts, times: timesIn(locale), chooseLanguage };
  }, [language, texts]);
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

/** Returns the formatters for times in the page's language. */
export const useTimes = (): Times => usePageLanguage().times;

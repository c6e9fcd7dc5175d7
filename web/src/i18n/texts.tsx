import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Language } from "../../../contract/languages.ts";
import { english, type Texts } from "./english.ts";
import { type Times, timesIn } from "./times.ts";

/** The languages that the page speaks, by their tag (BCP 47). English is always there; others are fetched. */
export const languages = {
  en: { name: "English", load: async () => english },
  de: { name: "Deutsch", load: async () => (await import("./german.ts")).german },
} as const satisfies Record<Language, object>;

const isLanguage = (tag: string | null | undefined): tag is Language => tag != null && tag in languages;

const storageKey = "chatflow.language";

/** The one that was chosen, or else the first of the browser's that the page speaks. */
function preferredLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split("-")[0]).find(isLanguage) ?? "en";
}

interface Speech {
  language: Language;
  texts: Texts;
  times: Times;
  speak: (language: Language) => void;
}

const SpeechContext = createContext<Speech | undefined>(undefined);

/** Gives the page its language. Nothing shows until its texts are here. */
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
  const speech = useMemo(() => {
    const speak = (next: Language) => {
      localStorage.setItem(storageKey, next);
      setLanguage(next);
    };
    // The region of the browser's own tag decides how dates are written.
    const locale = navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
    return texts && { language, texts, times: timesIn(locale), speak };
  }, [language, texts]);
  return speech && <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>;
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error("There is no TextsProvider above");
  return speech;
}

/** What the page says, in its language. */
export const useTexts = (): Texts => useSpeech().texts;

/** How the page writes times, in its language. */
export const useTimes = (): Times => useSpeech().times;

import { languages } from "./catalogs.ts";
import { sentence } from "./sentence.ts";

/** Returns a language's name in the language itself, such as "Français". */
export const nameOfLanguage = (tag: string): string =>
  sentence(new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag);

const rightToLeft = new Set(["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"]);

/** The direction in which a language is written. */
export const directionOf = (tag: string): "ltr" | "rtl" =>
  rightToLeft.has(new Intl.Locale(tag).maximize().script ?? "") ? "rtl" : "ltr";

/** Stands for languages that the page does not have, and for one whose texts cannot be loaded. */
export const fallbackLanguage = "en";

const storageKey = "chatflow.language";

/** Keeps the user's choice on this device. */
export const rememberLanguage = (tag: string): void => localStorage.setItem(storageKey, tag);

/** Calls `listener` when another tab chooses a language. @returns a function that unsubscribes */
export function onLanguageElsewhere(listener: () => void): () => void {
  const onStorage = ({ key }: StorageEvent) => {
    if (key === storageKey) listener();
  };
  window.addEventListener("storage", onStorage);
  return () => window.removeEventListener("storage", onStorage);
}

/** Returns the chosen language, or else the first of the browser's languages that the page has. */
export function preferredLanguage(): string {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages].filter((tag) => tag !== null);
  const candidates = wanted.flatMap((tag) => [tag, tag.split("-")[0]]);
  return candidates.find((tag) => tag !== undefined && languages.includes(tag)) ?? fallbackLanguage;
}

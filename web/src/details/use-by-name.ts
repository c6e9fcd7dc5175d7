import { useMemo } from "react";
import type { Participant } from "../../../contract/participants.ts";
import { nameOf } from "../conversation/names.ts";
import { usePageLanguage } from "../i18n/texts.tsx";

/** Returns a comparison of participants by their names, as the page's language orders them. */
export function useByName(): (one: Participant, other: Participant) => number {
  const { language } = usePageLanguage();
  return useMemo(() => {
    const { compare } = new Intl.Collator(language, { numeric: true });
    return ({ user: one }, { user: other }) =>
      compare(nameOf(one), nameOf(other)) || compare(one.username, other.username);
  }, [language]);
}

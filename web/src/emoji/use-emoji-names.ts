import { useEffect, useState } from "react";
import { useErrors } from "../errors/errors-context.tsx";
import { usePageLanguage } from "../i18n/texts.tsx";
import { type EmojiNames, loadEmojiNames } from "./emoji-names.ts";

/** Returns the names of emoji in the page's language, or undefined while they load and in English. */
export function useEmojiNames(): EmojiNames | undefined {
  const { language } = usePageLanguage();
  const { background } = useErrors();
  const [names, setNames] = useState<EmojiNames>();
  useEffect(() => {
    let isCurrent = true;
    background(
      loadEmojiNames(language).then((loaded) => {
        if (isCurrent) setNames(loaded);
      }),
      "emoji names",
    );
    return () => {
      isCurrent = false;
    };
  }, [language, background]);
  return names;
}

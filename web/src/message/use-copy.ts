import { useTexts } from "../i18n/texts.tsx";
import { useNotice } from "../session/notice.tsx";

/** Returns a function that copies a text and shows that it did. */
export function useCopy(): (text: string) => void {
  const { attempt, show } = useNotice();
  const texts = useTexts().message;
  return (text) => {
    const copied = attempt(navigator.clipboard.writeText(text));
    void copied.then((isCopied) => {
      if (isCopied) show(texts.copied);
    });
  };
}

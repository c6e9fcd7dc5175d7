import type { Texts } from "../i18n/page-texts.ts";
import { useTexts } from "../i18n/texts.tsx";
import { type Notices, useNotice } from "../session/notice.tsx";

/** Copies a text and shows that it did. */
export async function copyText(text: string, { attempt, show }: Notices, texts: Texts): Promise<void> {
  if (await attempt(navigator.clipboard.writeText(text))) show(texts.message.copied);
}

/** Returns a function that copies a text and shows that it did. */
export function useCopy(): (text: string) => void {
  const notice = useNotice();
  const texts = useTexts();
  return (text) => void copyText(text, notice, texts);
}

import { type ClipboardEvent, type DragEvent, useState } from "react";
import { useErrors } from "../errors/errors-context.tsx";
import { pastedFiles } from "./pasted-files.ts";
import { typeInto } from "./type-into.ts";

/** Whether HTML from the clipboard has a format that Markdown can express. */
const isRich = (html: string) =>
  /<(b|strong|em|i|a|li|pre|code|blockquote|h[1-6]|del|s|strike)[\s>]/i.test(html);

/**
 * Replaces the plain text that the browser pastes by the same text as Markdown, unless the user has continued writing
 * meanwhile. The code for it loads with the first paste.
 */
async function pasteRich(field: HTMLTextAreaElement, html: string): Promise<void> {
  const { selectionStart: start, selectionEnd: end, value: before } = field;
  const pasted = new Promise<string>((resolve) => {
    field.addEventListener("input", () => resolve(field.value), { once: true });
  });
  const [after, { markdownOf }] = await Promise.all([pasted, import("./rich-paste.ts")]);
  const text = markdownOf(html);
  const pastedEnd = end + after.length - before.length;
  if (!field.isConnected || field.value !== after || text === after.slice(start, pastedEnd)) return;
  field.setSelectionRange(start, pastedEnd);
  typeInto(field, text);
}

/**
 * Accepts files that the user drops or pastes.
 * @returns `isDropping` while files are dragged over the element, and the handlers for the element
 */
export function useFileDrop(add: (files: readonly File[]) => void) {
  const { background } = useErrors();
  const [isDropping, setDropping] = useState(false);
  const handlers = {
    onPaste: (event: ClipboardEvent) => {
      const { clipboardData: data } = event;
      const files = pastedFiles({
        text: data.getData("text/plain"),
        html: data.getData("text/html"),
        files: [...data.files],
      });
      if (files.length > 0) {
        event.preventDefault();
        add(files);
      } else if (isRich(data.getData("text/html")) && event.target instanceof HTMLTextAreaElement) {
        background(pasteRich(event.target, data.getData("text/html")), "paste");
      }
    },
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: () => setDropping(false),
    onDrop: (event: DragEvent) => {
      setDropping(false);
      // The browser inserts text that the user drags.
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      add([...event.dataTransfer.files]);
    },
  };
  return { isDropping, handlers };
}

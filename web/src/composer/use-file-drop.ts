import { type ClipboardEvent, type DragEvent, useState } from "react";
import { useErrors } from "../errors/errors-context.tsx";
import { pastedFiles } from "./pasted-files.ts";

/** Whether HTML from the clipboard has a format that Markdown can express. Word writes lists as paragraphs with a style. */
const isRich = (html: string) =>
  /<(b|strong|em|i|a|li|pre|code|blockquote|h[1-6]|del|s|strike)[\s>]|mso-list:/i.test(html);

/** The code for rich text loads with the first paste. */
const loadRich = () => import("./rich-clipboard.ts");

/**
 * Accepts files that the user drops or pastes, and pastes rich text as Markdown.
 * @returns `isDropping` while files are dragged over the element, and the handlers for the element
 */
export function useFileDrop(add: (files: readonly File[]) => void) {
  const { background } = useErrors();
  const [isDropping, setDropping] = useState(false);
  const handlers = {
    onPaste: (event: ClipboardEvent) => {
      const { clipboardData: data, target: field } = event;
      const text = data.getData("text/plain");
      const html = data.getData("text/html");
      const files = pastedFiles({ text, html, files: [...data.files] });
      if (files.length > 0) {
        event.preventDefault();
        add(files);
      } else if (field instanceof HTMLTextAreaElement && text === "") {
        event.preventDefault();
        const addresses = data.getData("text/uri-list");
        background(
          loadRich().then((rich) => rich.pasteWithoutText(field, html, addresses)),
          "paste",
        );
      } else if (field instanceof HTMLTextAreaElement && isRich(html)) {
        const { selectionStart: start, selectionEnd: end, value: before } = field;
        const after = new Promise<string>((resolve) => {
          field.addEventListener("input", () => resolve(field.value), { once: true });
        });
        background(
          loadRich().then((rich) => rich.pasteRich({ field, start, end, before, after }, html)),
          "paste",
        );
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

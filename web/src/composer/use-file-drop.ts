import { type ClipboardEvent, type DragEvent, useState } from "react";
import { pastedFiles } from "./pasted-files.ts";

/** Whether HTML from the clipboard has a format that Markdown can express. */
const isRich = (html: string) => /<(b|strong|em|i|a|li|pre|code|blockquote|h[1-6]|del|s)[\s>]/i.test(html);

/** Types rich text as Markdown, or as plain text if the code for it cannot be loaded. */
async function pasteRich(field: HTMLTextAreaElement, html: string, plain: string): Promise<void> {
  const converted = import("./rich-paste.ts").then(({ markdownOf }) => markdownOf(html));
  const [text, { typeInto }] = await Promise.all([
    converted.catch(() => plain),
    import("./format-selection.ts"),
  ]);
  typeInto(field, text);
}

/**
 * Accepts files that the user drops or pastes.
 * @returns `isDropping` while files are dragged over the element, and the handlers for the element
 */
export function useFileDrop(add: (files: readonly File[]) => void) {
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
        event.preventDefault();
        void pasteRich(event.target, data.getData("text/html"), data.getData("text/plain"));
      }
    },
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: () => setDropping(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setDropping(false);
      add([...event.dataTransfer.files]);
    },
  };
  return { isDropping, handlers };
}

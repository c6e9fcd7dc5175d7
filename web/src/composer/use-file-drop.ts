import { type ClipboardEvent, type DragEvent, useState } from "react";
import { pastedFiles } from "./pasted-files.ts";

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
      if (files.length === 0) return;
      event.preventDefault();
      add(files);
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

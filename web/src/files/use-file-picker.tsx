import { type ReactNode, useRef } from "react";

export interface FilePicker {
  /** Lets the reader choose. */
  open: () => void;
  /** What the browser needs to be on the page for that. */
  input: ReactNode;
}

/**
 * Choosing files of the reader's.
 * @param accept  media types or endings, as the `accept` of an input has them
 */
export function useFilePicker(
  onChoose: (files: File[]) => void,
  { accept, multiple = false }: { accept?: string; multiple?: boolean } = {},
): FilePicker {
  const field = useRef<HTMLInputElement>(null);
  return {
    open: () => field.current?.click(),
    input: (
      <input
        ref={field}
        type="file"
        accept={accept}
        multiple={multiple}
        hidden
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // So that the same one can be chosen again.
          event.currentTarget.value = "";
          if (files.length > 0) onChoose(files);
        }}
      />
    ),
  };
}

import { type ReactNode, useRef } from "react";

export interface FilePicker {
  /** Opens the browser's file dialog. */
  open: () => void;
  /** The hidden input that the dialog needs. Render it anywhere on the page. */
  input: ReactNode;
}

/**
 * Opens the browser's file dialog.
 * @param accept  media types or extensions, in the format of an input's `accept` attribute
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
          // Without the reset, choosing the same file again would not fire a change event.
          event.currentTarget.value = "";
          if (files.length > 0) onChoose(files);
        }}
      />
    ),
  };
}

import { useLocalStorage } from "@mantine/hooks";
import type { KeyboardEvent, RefObject } from "react";
import { useErrors } from "../errors/errors-context.tsx";
import type { Format } from "./format-selection.ts";

const keys: Readonly<Record<string, Format>> = { b: "bold", i: "italic", e: "code" };

/** The formatting bar, which this device keeps open or closed, and the keys for formats. */
export function useFormatting(field: RefObject<HTMLTextAreaElement | null>) {
  const { background } = useErrors();
  const [isShown, setShown] = useLocalStorage({
    key: "chatflow.formatting",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  return {
    isShown,
    toggle: () => setShown(!isShown),
    /** @returns whether the key formats the selection */
    onKeyDown: (event: KeyboardEvent): boolean => {
      const format = (event.ctrlKey || event.metaKey) && !event.altKey ? keys[event.key] : undefined;
      if (!format) return false;
      event.preventDefault();
      const formatted = import("./format-selection.ts").then(({ formatSelection }) => {
        if (field.current) formatSelection(field.current, format);
      });
      background(formatted, "format");
      return true;
    },
  };
}

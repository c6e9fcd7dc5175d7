import { useLocalStorage } from "@mantine/hooks";
import type { KeyboardEvent, RefObject } from "react";
import { useErrors } from "../errors/errors-context.tsx";
import type { Format } from "./format-selection.ts";

/** The keys with Ctrl or ⌘. With Shift, they are named after their place on the keyboard, because the character varies. */
const keys: Readonly<Record<string, Format>> = {
  b: "bold",
  i: "italic",
  e: "code",
  ShiftDigit9: "quote",
  AltShiftKeyC: "codeBlock",
};

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
      const key = (event.altKey ? "Alt" : "") + (event.shiftKey ? `Shift${event.code}` : event.key);
      const format = event.ctrlKey || event.metaKey ? keys[key] : undefined;
      // AltGr, which counts as Ctrl and Alt, types a letter: with Shift and C, the Polish Ć.
      if (!format || event.getModifierState("AltGraph")) return false;
      event.preventDefault();
      const formatted = import("./format-selection.ts").then(({ formatSelection }) => {
        if (field.current) formatSelection(field.current, format);
      });
      background(formatted, "format");
      return true;
    },
  };
}

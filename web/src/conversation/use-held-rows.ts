import { type FocusEvent, type RefObject, useEffect, useState } from "react";

/** Returns the id of the message that a node belongs to. */
function messageOf(node: Node | null): string | undefined {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest<HTMLElement>("[data-message]")?.dataset.message;
}

/**
 * Returns the messages that must stay in the document while the list is scrolled: the one with the focus, and the one at
 * which a selection of text starts. `onFocus` and `onBlur` belong to the element around the messages.
 */
export function useHeldRows(list: RefObject<HTMLElement | null>) {
  const [focused, setFocused] = useState<string>();
  const [selected, setSelected] = useState<string>();
  useEffect(() => {
    const onSelect = () => {
      const selection = document.getSelection();
      const isInside =
        selection && !selection.isCollapsed && list.current?.contains(selection.anchorNode) === true;
      setSelected(isInside ? messageOf(selection.anchorNode) : undefined);
    };
    document.addEventListener("selectionchange", onSelect);
    return () => document.removeEventListener("selectionchange", onSelect);
  }, [list]);
  const onFocus = ({ target }: FocusEvent) => setFocused(messageOf(target));
  const onBlur = () => setFocused(undefined);
  return { held: [focused, selected], onFocus, onBlur };
}

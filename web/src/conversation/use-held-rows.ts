import { type FocusEvent, type RefObject, useEffect, useState } from "react";

/** Returns the id of the message that an element belongs to. */
const messageOf = (element: Element | undefined): string | undefined =>
  element?.closest<HTMLElement>("[data-message]")?.dataset.message;

/**
 * Returns the ids of the first and the last message with selected text. The selection may begin or end elsewhere: at the
 * name of a day, or outside of the list.
 */
function selectedIn(list: Element | null): string {
  const selection = document.getSelection();
  if (!list || !selection || selection.isCollapsed) return "";
  const rows = [...list.querySelectorAll("[data-message]")].filter((row) =>
    selection.containsNode(row, true),
  );
  return [rows[0], rows.at(-1)].map(messageOf).join(" ");
}

/**
 * Returns the indexes of the rows that must stay in the document while the list is scrolled: the one with the focus, and
 * those with selected text, which the user may copy. `onFocus` and `onBlur` belong to the element around the messages.
 */
export function useHeldRows(list: RefObject<HTMLElement | null>, rows: readonly { id: string }[]) {
  const [focused, setFocused] = useState<string>();
  // A text, because the same ids must not render the list again.
  const [selected, setSelected] = useState("");
  useEffect(() => {
    const onSelect = () => setSelected(selectedIn(list.current));
    document.addEventListener("selectionchange", onSelect);
    return () => document.removeEventListener("selectionchange", onSelect);
  }, [list]);
  const onFocus = ({ target }: FocusEvent) => setFocused(messageOf(target));
  const onBlur = () => setFocused(undefined);
  const selectedIds = selected.split(" ");
  const ends = rows.flatMap(({ id }, at) => (selectedIds.includes(id) ? at : []));
  const [first = Number.POSITIVE_INFINITY, last = first] = ends;
  const held = rows.flatMap(({ id }, at) => (id === focused || (at >= first && at <= last) ? at : []));
  return { held, onFocus, onBlur };
}

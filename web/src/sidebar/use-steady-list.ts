import { type PointerEvent, useCallback, useEffect, useRef, useState } from "react";

/** The list stays as it is for as long as the pointer has moved over it within this time. */
const steadyMs = 8_000;

/** Whether the pointer is over a list, whose items must then stay where they are, and handlers for the list. */
export function useHeldList() {
  const [isHeld, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = useCallback(() => {
    clearTimeout(timer.current);
    setHeld(false);
  }, []);
  const hold = useCallback(
    ({ pointerType }: PointerEvent) => {
      if (pointerType !== "mouse") return;
      clearTimeout(timer.current);
      timer.current = setTimeout(release, steadyMs);
      setHeld(true);
    },
    [release],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return { isHeld, handlers: { onPointerMove: hold, onPointerLeave: release } };
}

/**
 * Keeps the items of a list where they are while it is held, so that a click never hits another item.
 *
 * @param ids  the items in their present order, by section
 * @returns a function that returns the ids to show in a section
 */
export function useSteadyList<Section extends string, Id extends string>(
  ids: ReadonlyMap<Section, readonly Id[]>,
  isHeld: boolean,
) {
  const shown = useRef(ids);
  if (!isHeld) shown.current = ids;
  /** Items that left a section are gone from it, and new ones follow the others. */
  return (section: Section): readonly Id[] => {
    const present = ids.get(section) ?? [];
    const before = shown.current.get(section) ?? present;
    if (before === present) return present;
    const remaining = new Set(present);
    const kept = before.filter((id) => remaining.delete(id));
    return [...kept, ...remaining];
  };
}

/** The parts of the page between which F6 moves: the list, the conversation, the panel, a notice and a call. */
const regions = "nav, main, aside, [data-region]";

/** Where a region receives the focus for the first time. */
const starts = '[aria-current="page"], textarea, h2[tabindex], a[href], button:enabled, input:enabled';

/** The last place of the focus in each region that the key has left. */
const left = new WeakMap<Element, HTMLElement>();

const isShown = (element: Element) =>
  element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

/** Finds the first element in the order of `starts`. */
function startOf(region: Element): HTMLElement | undefined {
  for (const selector of starts.split(", ")) {
    const found = [...region.querySelectorAll<HTMLElement>(selector)].find(isShown);
    if (found) return found;
  }
  return undefined;
}

/** Moves the focus to the next region of the page, or to the previous one (-1), and to its last place there. */
export function focusRegion(step: 1 | -1): void {
  const shown = [...document.querySelectorAll(regions)].filter(
    (element) => !element.parentElement?.closest(regions) && isShown(element) && startOf(element),
  );
  const active = document.activeElement;
  const at = shown.findIndex((region) => region.contains(active));
  const current = shown[at];
  if (current && active instanceof HTMLElement) left.set(current, active);
  const next = at === -1 && step === -1 ? shown.at(-1) : shown[(at + step + shown.length) % shown.length];
  if (!next) return;
  const last = left.get(next);
  (last && next.contains(last) && isShown(last) ? last : startOf(next))?.focus();
}

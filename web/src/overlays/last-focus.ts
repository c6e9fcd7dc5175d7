/** A place that had the focus, with enough context to find its successor if React has replaced the element. */
interface Place {
  element: HTMLElement;
  /** Keeps its children in place while a button and the menu that it opens replace each other. */
  parent: Element | null;
  /** Remains when the toolbar of the message vanishes. */
  message: HTMLElement | null;
  /** The panel, menu, dialog, notice or call that contains the element. */
  layer: Element | null;
}

const nameOf = (element: Element) => element.getAttribute("aria-label") ?? element.textContent;

function successorOf({ element, parent, message }: Place): HTMLElement | undefined {
  if (element.isConnected) return element;
  const twin =
    parent?.isConnected &&
    [...parent.children].find(
      (child) => child.tagName === element.tagName && nameOf(child) === nameOf(element),
    );
  if (twin instanceof HTMLElement) return twin;
  return message?.isConnected ? message : undefined;
}

/** Focusing a field on a touch screen would open the keyboard. */
const opensKeyboard = (element: HTMLElement) =>
  element.matches("input, textarea") && window.matchMedia("(hover: none) and (pointer: coarse)").matches;

/**
 * Remembers where the focus was in the page and in each open layer. When a menu, dialog or panel closes, its elements are
 * gone, and a browser would move the focus to the start of the document.
 */
class LastFocus {
  /** One place for each layer, the latest one last. */
  #places: Place[] = [];

  /** Begins to watch the focus. */
  watch(document: Document): void {
    document.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLElement) this.#remember(target);
    });
  }

  #remember(element: HTMLElement): void {
    const layer = element.closest("[data-portal], aside, [data-region]");
    const { parentElement: parent } = element;
    const message = element.closest<HTMLElement>("[data-message]");
    const others = this.#places.filter((place) => place.layer !== layer);
    this.#places = [...others, { element, parent, message, layer }];
  }

  /** Moves a lost focus to the last place that still exists. Does nothing while an element has the focus. */
  restore(): void {
    if (document.activeElement !== document.body) return;
    for (const place of this.#places.toReversed()) {
      const successor = successorOf(place);
      if (!successor || opensKeyboard(successor)) continue;
      successor.focus();
      if (document.activeElement === successor) return;
    }
  }
}

export const lastFocus = new LastFocus();

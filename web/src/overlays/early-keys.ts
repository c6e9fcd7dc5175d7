import { graphemesOf } from "../../../contract/graphemes.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Types a text at the end of a field as a user does, so that React notices. */
function type(field: Field, text: string): void {
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value") ?? {};
  set?.call(field, field.value + text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A dialog or a conversation that opens while its code loads, and the field to which the following keys belong. */
interface Place {
  isField: (element: EventTarget | null) => element is Field;
  /** Whether a key belongs to the element that has the focus while the code loads. */
  isElsewhere: (element: EventTarget | null, opener: Element | null) => boolean;
  /**
   * Whether the field is for a message: it keeps the focus after Enter, so that the following keys are for it as well,
   * Shift+Enter starts a line, and Enter sends only what the user has typed, not a saved draft.
   */
  isMessage: boolean;
}

/** The elements that handle keys. */
const controls = 'input, textarea, select, button, a, [role="dialog"], [role="alertdialog"], [role="menu"]';

const places = {
  dialog: {
    isField: (element): element is Field =>
      element instanceof HTMLInputElement && element.closest('[role="dialog"]') !== null,
    // The keys would end up in the composer behind the dialog, and Enter would send them.
    isElsewhere: () => false,
    isMessage: false,
  },
  composer: {
    isField: (element): element is Field =>
      element instanceof HTMLTextAreaElement && element.closest("main") !== null,
    isElsewhere: (element, opener) => {
      const owner = element instanceof Element ? element.closest(controls) : null;
      return owner !== null && owner !== opener;
    },
    isMessage: true,
  },
} satisfies Record<string, Place>;

/**
 * Holds the keys that a user types after opening a dialog or a conversation and before its field has the focus, because
 * its code may still load. Without this, they would end up in the field or the list that has the focus.
 */
class EarlyKeys {
  #place: Place = places.dialog;
  /** The texts between two keys Enter. */
  #lines = [""];
  /** The link or button that opened the place, which may still have the focus. */
  #opener: Element | null = null;

  /**
   * Starts to hold keys, until a field of this place receives the focus. Does nothing if one has it already. The
   * returned function drops the keys, unless a later call holds them.
   */
  start(name: keyof typeof places): () => void {
    this.stop();
    const place = places[name];
    if (place.isField(document.activeElement)) return () => {};
    const lines = [""];
    this.#place = place;
    this.#lines = lines;
    this.#opener = document.activeElement?.closest(controls) ?? null;
    window.addEventListener("keydown", this.#onKeyDown, true);
    window.addEventListener("focusin", this.#onFocus, true);
    window.addEventListener("pointerdown", this.stop, true);
    return () => {
      if (this.#lines === lines) this.stop();
    };
  }

  /** Drops the keys, because the place did not open. */
  stop = (): void => {
    this.#lines = [""];
    this.#opener = null;
    window.removeEventListener("keydown", this.#onKeyDown, true);
    window.removeEventListener("focusin", this.#onFocus, true);
    window.removeEventListener("pointerdown", this.stop, true);
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    // After Tab, the user is in another place.
    if (key === "Escape" || key === "Tab") this.stop();
    // On many keyboards, AltGr or Option types a character. AltGr also counts as Ctrl and Alt.
    const isCommand = event.metaKey || (event.ctrlKey && !event.getModifierState("AltGraph"));
    const isText = [...key].length === 1 && !isCommand;
    if (!(isText || key === "Backspace" || key === "Enter")) return;
    if (this.#place.isElsewhere(event.target, this.#opener)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const lines = this.#lines;
    // In a dialog, Enter opens a result. The keys after it are for that result.
    const { isMessage } = this.#place;
    if (lines.length > 1 && !isMessage) return;
    const line = lines.at(-1) ?? "";
    const isBreak = key === "Enter" && event.shiftKey && isMessage;
    if (isText || isBreak) lines[lines.length - 1] = line + (isText ? key : "\n");
    else if (key === "Backspace") lines[lines.length - 1] = graphemesOf(line).slice(0, -1).join("");
    // The Enter that opened the place repeats while the user holds it.
    else if (!event.repeat && !(isMessage && line === "")) lines.push("");
  };

  #onFocus = ({ target }: FocusEvent): void => {
    if (!this.#place.isField(target)) return;
    const lines = this.#lines;
    this.stop();
    this.#replay(target, lines);
  };

  #replay(field: Field, [line = "", ...rest]: readonly string[]): void {
    // A dialog or a menu may have opened meanwhile.
    if (document.activeElement !== field) return;
    if (line !== "") type(field, line);
    if (rest.length === 0) return;
    // React renders the text first.
    setTimeout(() => {
      if (document.activeElement !== field) return;
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      setTimeout(() => this.#replay(field, rest));
    });
  }
}

/** The page has one keyboard. */
export const earlyKeys = new EarlyKeys();

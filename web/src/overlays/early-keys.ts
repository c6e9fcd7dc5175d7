import { graphemesOf } from "../../../contract/graphemes.ts";
import { isComposing } from "../forms/is-composing.ts";

/** Types a text into a field as a user does, so that React notices. */
function type(field: HTMLInputElement, text: string): void {
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value") ?? {};
  set?.call(field, field.value + text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const isDialogField = (element: EventTarget | null): element is HTMLInputElement =>
  element instanceof HTMLInputElement && element.closest('[role="dialog"]') !== null;

/**
 * Holds the keys that a user types after opening a dialog and before its field has the focus, because its code may
 * still load. Without this, they would end up in the composer behind the dialog, and Enter would send them.
 */
class EarlyKeys {
  #typed = "";
  #isEntered = false;

  /** Starts to hold keys, until a field of a dialog receives the focus. Does nothing if one has it already. */
  start(): void {
    this.stop();
    if (isDialogField(document.activeElement)) return;
    window.addEventListener("keydown", this.#onKeyDown, true);
    window.addEventListener("focusin", this.#onFocus, true);
    window.addEventListener("pointerdown", this.stop, true);
  }

  /** Drops the keys, because the dialog did not open. */
  stop = (): void => {
    this.#typed = "";
    this.#isEntered = false;
    window.removeEventListener("keydown", this.#onKeyDown, true);
    window.removeEventListener("focusin", this.#onFocus, true);
    window.removeEventListener("pointerdown", this.stop, true);
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (key === "Escape") this.stop();
    // On many keyboards, AltGr or Option types a character. AltGr also counts as Ctrl and Alt.
    const isCommand = event.metaKey || (event.ctrlKey && !event.getModifierState("AltGraph"));
    const isText = [...key].length === 1 && !isCommand;
    if (isComposing(event) || !(isText || key === "Backspace" || key === "Enter")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // Enter opens a result. The keys after it are for that result.
    if (this.#isEntered) return;
    if (isText) this.#typed += key;
    else if (key === "Enter") this.#isEntered = true;
    else this.#typed = graphemesOf(this.#typed).slice(0, -1).join("");
  };

  #onFocus = ({ target }: FocusEvent): void => {
    if (!isDialogField(target)) return;
    const [typed, isEntered] = [this.#typed, this.#isEntered];
    this.stop();
    if (typed !== "") type(target, typed);
    const enter = () =>
      target.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    // React renders the text first.
    if (isEntered) setTimeout(enter);
  };
}

/** The page has one keyboard. */
export const earlyKeys = new EarlyKeys();

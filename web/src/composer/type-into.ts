/**
 * Types a text over the selection, so that the browser's undo covers it. `execCommand` is the only way to do this in a
 * text field, and all browsers keep it for that reason.
 */
export function typeInto(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  document.execCommand("insertText", false, text);
}

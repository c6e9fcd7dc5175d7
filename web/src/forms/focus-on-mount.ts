/**
 * A `ref` that moves the focus to a field when it appears. The attribute `autofocus` does so only once per document,
 * and only while nothing has the focus.
 */
export const focusOnMount = (field: HTMLElement | null): void => field?.focus();

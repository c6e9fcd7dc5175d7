import { createElement } from "preact/compat";

// JavaScript, because Preact's types would compete with React's, which the page's code and Mantine use.
export * from "preact/compat";
export { default } from "preact/compat";

/**
 * React's `Activity`, which Preact lacks and Mantine uses for parts that stay mounted while they are hidden. Unlike
 * React's, it keeps the effects of hidden parts.
 */
export function Activity({ mode = "visible", children }) {
  return createElement("div", { style: { display: mode === "hidden" ? "none" : "contents" } }, children);
}

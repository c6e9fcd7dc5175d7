import { join } from "node:path";

/** The modules that replace React's in the build. Preact offers the same API in a tenth of the bytes. */
export const preactAliases: Readonly<Record<string, string>> = {
  react: join(import.meta.dirname, "react.js"),
  "react/jsx-runtime": "preact/jsx-runtime",
  "react-dom": "preact/compat",
  "react-dom/client": "preact/compat/client",
  "react-dom/server": "preact-render-to-string",
};

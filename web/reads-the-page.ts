import { basename } from "node:path";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { compiledTexts } from "./icu/texts-plugin.ts";

/**
 * Adds the stylesheet of each Mantine component that the page uses. `Button.module.mjs` holds the class names of
 * `Button.css`. A component imports those that it extends first, hence the sheets have the order that Mantine requires.
 */
function mantineStyles(): Plugin {
  return {
    name: "mantine-styles",
    transform: {
      filter: { id: /@mantine\/core\/esm\/.+\.module\.mjs$/ },
      handler: (code, id) => ({
        code: `import "@mantine/core/styles/${basename(id, ".module.mjs")}.css";\n${code}`,
        map: null,
      }),
    },
  };
}

/** The part of Vite's configuration that reads the page's sources, for the page itself and the page of primitives. */
export const readsThePage = {
  plugins: [react(), compiledTexts(), mantineStyles()],
  // wouter imports a replacement for older versions of React, which lack this hook.
  resolve: { alias: { "use-sync-external-store/shim/index.js": "react" } },
};

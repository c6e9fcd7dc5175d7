import { defineConfig } from "vite";
import { readsThePage } from "../reads-the-page.ts";

/** The page of primitives: see docs/dev/page.md. The product's build does not read this folder. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: "../public",
  ...readsThePage,
  // Nobody waits for the download of this build. Its tests wait for the build.
  build: {
    target: "es2024",
    minify: false,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: { experimental: { lazyBarrel: true } },
  },
});

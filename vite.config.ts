import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The first browsers that know light-dark(); older targets would replace it by variables that nothing sets. */
const cssTarget = ["chrome123", "firefox120", "safari17.5"];

export default defineConfig({
  root: "web",
  plugins: [react()],
  build: { outDir: "../dist/web", emptyOutDir: true, target: "es2022", cssTarget },
});

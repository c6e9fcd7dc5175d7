import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { reportSizes } from "./web/report-sizes.ts";

/** The first browsers that know light-dark(); older targets would replace it by variables that nothing sets. */
const cssTarget = ["chrome123", "firefox120", "safari17.5"];

/** Emits the service worker, which keeps all files of this very build. */
function serviceWorker(): Plugin {
  const web = join(import.meta.dirname, "web");
  return {
    name: "service-worker",
    apply: "build",
    generateBundle(_, bundle) {
      const files = ["/index.html", ...readdirSync(join(web, "public")), ...Object.keys(bundle)]
        .map((file) => (file.startsWith("/") ? file : `/${file}`))
        .filter((file, at, all) => all.indexOf(file) === at);
      const version = createHash("sha256").update(files.join()).digest("hex").slice(0, 16);
      const source = readFileSync(join(web, "service-worker.js"), "utf8")
        .replace('"__FILES__"', files.map((file) => JSON.stringify(file)).join(", "))
        .replace("__VERSION__", version);
      this.emitFile({ type: "asset", fileName: "service-worker.js", source });
    },
  };
}

export default defineConfig({
  root: "web",
  plugins: [react(), serviceWorker(), reportSizes()],
  build: { outDir: "../dist/web", emptyOutDir: true, target: "es2022", cssTarget },
});

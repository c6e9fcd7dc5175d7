import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { chunks } from "./web/chunks.ts";
import { contractForThePage } from "./web/contract-for-the-page.ts";
import { readsThePage } from "./web/reads-the-page.ts";
import { reportSizes } from "./web/report-sizes.ts";

/** The first browsers with light-dark(). For older targets, the build would replace it by variables that nothing sets. */
const cssTarget = ["chrome123", "firefox120", "safari17.5"];

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8"));

/** The folders that the page's code comes from. */
const sources = ["client", "contract", "web"];

/** The release of the page: `0.2.0+3f2a…`. Equal sources have equal versions, with or without git. */
function releaseVersion(): string {
  const hash = createHash("sha256");
  for (const folder of sources) {
    const entries = readdirSync(join(import.meta.dirname, folder), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(readFileSync(file));
  }
  return `${version}+${hash.digest("hex").slice(0, 12)}`;
}

/** Emits `version.json`, by which an open page notices a newer release. */
function publishedRelease(): Plugin {
  return {
    name: "published-release",
    apply: "build",
    generateBundle() {
      const source = JSON.stringify({ version: release });
      this.emitFile({ type: "asset", fileName: "version.json", source });
    },
  };
}

/** Emits the list of this build's assets, which the cleanup keeps. */
function listedAssets(): Plugin {
  return {
    name: "listed-assets",
    apply: "build",
    generateBundle(_, bundle) {
      const assets = Object.keys(bundle).filter((file) => file.startsWith("assets/"));
      this.emitFile({ type: "asset", fileName: "assets.json", source: JSON.stringify(assets) });
    },
  };
}

/** Emits the service worker with the list of this build's files, which it keeps in its cache. */
function serviceWorker(): Plugin {
  const web = join(import.meta.dirname, "web");
  return {
    name: "service-worker",
    apply: "build",
    generateBundle(_, bundle) {
      const files = ["/index.html", ...readdirSync(join(web, "public")), ...Object.keys(bundle)]
        .map((file) => (file.startsWith("/") ? file : `/${file}`))
        // Each user needs those of one language at most, and the picker works without them.
        .filter((file) => !file.includes("/emoji-names-"))
        .filter((file, at, all) => all.indexOf(file) === at);
      const version = createHash("sha256").update(files.join()).digest("hex").slice(0, 16);
      const source = readFileSync(join(web, "service-worker.js"), "utf8")
        .replace('"__FILES__"', files.map((file) => JSON.stringify(file)).join(", "))
        .replace("__VERSION__", version);
      this.emitFile({ type: "asset", fileName: "service-worker.js", source });
    },
  };
}

const release = releaseVersion();

export default defineConfig({
  root: "web",
  plugins: [
    ...readsThePage.plugins,
    contractForThePage(),
    serviceWorker(),
    listedAssets(),
    publishedRelease(),
    reportSizes(),
  ],
  resolve: readsThePage.resolve,
  define: { "import.meta.env.CHATFLOW_VERSION": JSON.stringify(release) },
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2022",
    cssTarget,
    modulePreload: {
      // All of these browsers preload modules.
      polyfill: false,
      // Preloads the code of whole views, which the entry imports. For everything else, the names of the files would
      // cost more than they save: the service worker has the files before most users ask for them.
      resolveDependencies: (_, files, { hostId }) =>
        hostId.startsWith("assets/index-") ? files : files.filter((file) => file.endsWith(".css")),
    },
    rolldownOptions: {
      output: {
        codeSplitting: { groups: chunks },
      },
    },
  },
});

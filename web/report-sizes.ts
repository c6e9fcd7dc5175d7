import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** The entry modules of each view that the report measures. */
const views = {
  "to sign in": ["pages/sign-in-page.tsx"],
  "the list": ["pages/chat-page.tsx"],
  "a conversation": ["pages/chat-page.tsx", "conversation/conversation-view.tsx"],
};

/** Reports how much gzipped JavaScript each view loads: the entry, the view, and their static imports. */
export function reportSizes(): Plugin {
  return {
    name: "report-sizes",
    apply: "build",
    generateBundle(_, bundle) {
      const sizeFor = (modules: readonly string[]) => {
        const fetched = new Map<string, string>();
        const fetch = (file: string) => {
          const chunk = bundle[file];
          if (chunk?.type !== "chunk" || fetched.has(file)) return;
          fetched.set(file, chunk.code);
          for (const imported of chunk.imports) fetch(imported);
        };
        for (const [file, chunk] of Object.entries(bundle)) {
          if (chunk.type !== "chunk") continue;
          if (chunk.isEntry || modules.some((module) => chunk.facadeModuleId?.endsWith(`/${module}`)))
            fetch(file);
        }
        return [...fetched.values()].reduce((sum, code) => sum + gzipSync(code).length, 0);
      };
      for (const [view, modules] of Object.entries(views)) {
        this.info(`${(sizeFor(modules) / 1024).toFixed(0)} KB of JavaScript, gzipped, for ${view}`);
      }
    },
  };
}

import { join } from "node:path";

/** Rolldown's information about the modules of the page while it forms files. */
export interface Modules {
  getModuleInfo(id: string): { importedIds: string[]; dynamicallyImportedIds: string[] } | null;
}

const source = (path: string) => join(import.meta.dirname, "src", path);

/** The module that loads the page's views. */
const app = source("app.tsx");

/** The module in which each view of the chat begins, by the name of its file. A view needs the ones before it. */
const views = {
  chat: source("pages/chat-page.tsx"),
  conversation: source("conversation/conversation-view.tsx"),
};

/** Returns the page's own modules that load with one of these modules. */
function loadedWith(modules: Modules, entries: readonly string[]): Set<string> {
  const found = new Set<string>();
  const add = (id: string) => {
    // The entry of a library imports all of it, and the build leaves out most of that.
    if (found.has(id) || id.includes("/node_modules/")) return;
    found.add(id);
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) add(imported);
  };
  entries.forEach(add);
  return found;
}

function assigned(modules: Modules): Map<string, string> {
  const pages = modules.getModuleInfo(app)?.dynamicallyImportedIds ?? [];
  const elsewhere = loadedWith(
    modules,
    pages.filter((id) => id !== views.chat),
  );
  const files = new Map<string, string>();
  for (const [file, entry] of Object.entries(views)) {
    for (const id of loadedWith(modules, [entry])) {
      if (!elsewhere.has(id) && !files.has(id)) files.set(id, file);
    }
  }
  return files;
}

/**
 * Returns a function that names the file for one of the page's own modules: that of the first view which needs it. It
 * returns null for a module that no view of the chat needs, or that another page needs as well.
 */
export function viewFiles() {
  let files: Map<string, string> | undefined;
  return (id: string, modules: Modules): string | null => {
    files ??= assigned(modules);
    return files.get(id) ?? null;
  };
}

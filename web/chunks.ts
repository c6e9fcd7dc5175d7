import { compiledFile, textsChunk } from "./icu/texts-plugin.ts";
import { viewFiles } from "./view-files.ts";

/**
 * The files into which the build puts shared code. Without these groups, every set of views that shares something gets a
 * file, and a conversation loads forty of them. Each costs a request, and small files compress badly.
 */
export const chunks = [
  // Everything that the entry imports.
  { name: "start", tags: ["$initial" as const], priority: 2 },
  // The texts of each language, which load on demand.
  { debugName: "texts", name: textsChunk, test: compiledFile, priority: 1 },
  // The names of emoji in each language, which load with the picker.
  {
    debugName: "emoji names",
    name: (id: string) => {
      const [, language] = /emoji\/names\/([\w-]+)\.json$/.exec(id) ?? [];
      return language ? `emoji-names-${language}` : null;
    },
    test: /emoji\/names\/[\w-]+\.json$/,
    priority: 1,
  },
  // Code that nearly every view needs.
  {
    name: "basics",
    test: /@mantine\/core\/.*\/(ActionIcon|Alert|Anchor|Center|Skeleton|Title)\/|@mantine\/hooks\/.*\/use-(id|local-storage|merged-ref|uncontrolled|window-event)\/|@tabler\/.*\/(IconArrowLeft|IconBellOff|IconChevronRight|IconPencil|IconPlus)\.|people\/avatar|conversation\/names|@mantine\/core\/.*\/(create-safe-context|get-auto-contrast-value)\./,
    priority: 1,
  },
  // The page's own code for the list, and for a conversation.
  { debugName: "views", name: viewFiles(), priority: 0 },
  // The queries of panels, pages and dialogs. Behind the views, because a group takes the modules that it imports along.
  { name: "queries", test: /@tanstack\/|web\/src\/queries\//, priority: 0 },
  {
    name: "fields",
    test: /@mantine\/core\/.*\/(Input|InputBase|TextInput)\/|web\/src\/forms\//,
    priority: 1,
  },
];

import {
  keyOfSection,
  orderedSections,
  type SectionKey,
} from "../../../client/conversations/sorted-conversations.ts";
import { SectionId } from "../../../contract/ids.ts";
import type { ListSections } from "../../../contract/list-sections.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** Returns the user's sections of the list, in order, and functions that change them. A failure is shown. */
export function useSections() {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const sections = orderedSections(me.sections);
  const set = (changed: ListSections) => attempt(client.people.changeSections(changed));
  return {
    sections,
    set,
    /** Adds a section after the favourites. @returns its id, or undefined if the server refused it */
    add: async (name: string): Promise<SectionId | undefined> => {
      const id = SectionId.parse(crypto.randomUUID());
      const place = sections.findIndex((section) => keyOfSection(section) === "favourites") + 1;
      return (await set(sections.toSpliced(place, 0, { kind: "own", id, name }))) ? id : undefined;
    },
    rename: (id: SectionId, name: string) =>
      set(sections.map((section) => (keyOfSection(section) === id ? { kind: "own", id, name } : section))),
    remove: (id: SectionId) => set(sections.filter((section) => keyOfSection(section) !== id)),
    /** Moves a section to the place of another one. */
    move: (key: SectionKey, to: SectionKey) => {
      const keys = sections.map(keyOfSection);
      const moved = sections[keys.indexOf(key)];
      if (moved) void set(sections.toSpliced(keys.indexOf(key), 1).toSpliced(keys.indexOf(to), 0, moved));
    },
  };
}

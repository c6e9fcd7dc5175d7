import { useLocalStorage } from "@mantine/hooks";
import { useCallback } from "react";
import type { SectionKey } from "../../../client/conversations/sorted-conversations.ts";

export type SectionName = SectionKey | "archived" | "unread";

interface SidebarPreferences {
  /** Sections that show only unread conversations and the open one. */
  collapsed: readonly SectionName[];
  unreadOnly: boolean;
  /** Whether unread conversations stand first, in a section of their own. Absent until the user has chosen. */
  unreadFirst?: boolean;
}

/** Returns how this device shows the sidebar, and functions to change it. */
export function useSidebarPreferences() {
  const [preferences, setPreferences] = useLocalStorage<SidebarPreferences>({
    key: "chatflow.sidebar",
    defaultValue: { collapsed: ["archived"], unreadOnly: false },
    getInitialValueInEffect: false,
  });
  const toggleSection = useCallback(
    (name: SectionName) =>
      setPreferences(({ collapsed, ...rest }) => ({
        ...rest,
        collapsed: collapsed.includes(name)
          ? collapsed.filter((each) => each !== name)
          : [...collapsed, name],
      })),
    [setPreferences],
  );
  const toggle = useCallback(
    (name: "unreadOnly" | "unreadFirst") => setPreferences((known) => ({ ...known, [name]: !known[name] })),
    [setPreferences],
  );
  return { ...preferences, toggleSection, toggle };
}

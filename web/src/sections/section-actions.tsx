import { Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconFolderPlus, IconPencil, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { keyOfSection, type SectionKey } from "../../../client/conversations/sorted-conversations.ts";
import type { ListSections, OwnSection } from "../../../contract/list-sections.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { OpenedMenu } from "../overlays/opened-menu.tsx";
import { useNotice } from "../session/notice.tsx";
import { SectionDialog } from "./section-dialog.tsx";
import { useSections } from "./use-sections.ts";

export interface SectionActionsProps {
  section: ListSections[number];
  title: string;
  /** The sections that the list shows, in order. */
  shown: readonly SectionKey[];
  onClose: () => void;
  /** The button that opens the menu. */
  children: ReactNode;
}

/** The menu of a section, which moves it in the list. It also renames and deletes the user's own sections. */
export default function SectionActions({ section, title, shown, onClose, children }: SectionActionsProps) {
  const { sections, set, add, rename, remove, move } = useSections();
  const { show } = useNotice();
  const { conversation } = useTexts();
  const texts = useFeatureTexts().sections;
  const [dialog, setDialog] = useState<"new" | "name">();
  const key = keyOfSection(section);
  const own = section.kind === "own" ? section : undefined;
  const at = shown.indexOf(key);
  const [before, after] = [shown[at - 1], shown[at + 1]];
  const removeOwn = async ({ id }: OwnSection) => {
    if (!(await remove(id))) return;
    // The conversations keep the section's id, so the same section brings them back.
    show(texts.wasDeleted({ name: title }), {
      label: conversation.undo,
      run: () => void set(sections),
      isPassing: true,
    });
  };
  if (dialog !== undefined) {
    return (
      <>
        {children}
        <SectionDialog
          title={dialog === "new" ? texts.create : texts.rename}
          name={dialog === "new" ? "" : title}
          onSave={(name) => void (dialog === "name" && own ? rename(own.id, name) : add(name))}
          onClose={onClose}
        />
      </>
    );
  }
  return (
    <OpenedMenu onClose={onClose} target={children} position="bottom-end">
      {before !== undefined && (
        <Menu.Item leftSection={<IconArrowUp size={18} />} onClick={() => move(key, before)}>
          {texts.moveUp}
        </Menu.Item>
      )}
      {after !== undefined && (
        <Menu.Item leftSection={<IconArrowDown size={18} />} onClick={() => move(key, after)}>
          {texts.moveDown}
        </Menu.Item>
      )}
      {own && (
        <Menu.Item
          leftSection={<IconPencil size={18} />}
          closeMenuOnClick={false}
          onClick={() => setDialog("name")}
        >
          {texts.rename}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconFolderPlus size={18} />}
        closeMenuOnClick={false}
        onClick={() => setDialog("new")}
      >
        {texts.create}
      </Menu.Item>
      {own && (
        <Menu.Item
          leftSection={<IconTrash size={18} />}
          c="var(--mantine-color-error)"
          onClick={() => void removeOwn(own)}
        >
          {texts.delete}
        </Menu.Item>
      )}
    </OpenedMenu>
  );
}

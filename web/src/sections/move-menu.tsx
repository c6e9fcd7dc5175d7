import { Menu } from "@mantine/core";
import { IconFolder, IconFolderOff, IconFolderPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { ownSectionOf } from "../../../client/conversations/sorted-conversations.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { SectionId } from "../../../contract/ids.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { OpenedMenu } from "../overlays/opened-menu.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { SectionDialog } from "./section-dialog.tsx";
import { useSections } from "./use-sections.ts";

export interface MoveMenuProps {
  conversation: Conversation;
  onClose: () => void;
  /** The button that opens the menu. */
  children: ReactNode;
}

/** Offers the user's own sections as places for a conversation, and a new one. */
export default function MoveMenu({ conversation, onClose, children }: MoveMenuProps) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const { sections, add } = useSections();
  const texts = useFeatureTexts().sections;
  const [isNew, setNew] = useState(false);
  const present = ownSectionOf(conversation, sections);
  // A favourite would stay among the favourites.
  const move = (sectionId: SectionId | null) =>
    void attempt(client.conversations.updateSettings(conversation.id, { sectionId, isPinned: false }));
  const moveToNew = async (name: string) => {
    const id = await add(name);
    if (id !== undefined) move(id);
  };
  if (isNew) {
    return (
      <>
        {children}
        <SectionDialog
          title={texts.create}
          name=""
          onSave={(name) => void moveToNew(name)}
          onClose={onClose}
        />
      </>
    );
  }
  return (
    <OpenedMenu onClose={onClose} target={children} position="bottom-end">
      {sections.map(
        (section) =>
          section.kind === "own" &&
          section.id !== present?.id && (
            <Menu.Item
              key={section.id}
              leftSection={<IconFolder size={18} />}
              onClick={() => move(section.id)}
            >
              <bdi>{section.name}</bdi>
            </Menu.Item>
          ),
      )}
      {present && (
        <Menu.Item leftSection={<IconFolderOff size={18} />} onClick={() => move(null)}>
          {texts.removeFrom({ name: present.name })}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconFolderPlus size={18} />}
        closeMenuOnClick={false}
        onClick={() => setNew(true)}
      >
        {texts.create}
      </Menu.Item>
    </OpenedMenu>
  );
}

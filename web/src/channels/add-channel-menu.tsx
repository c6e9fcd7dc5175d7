import { Menu } from "@mantine/core";
import { IconHash, IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { OpenedMenu } from "../overlays/opened-menu.tsx";

export interface AddChannelMenuProps {
  onClose: () => void;
  onCreate: () => void;
  /** The button that opens the menu. */
  children: ReactNode;
}

/** Offers to browse channels or to create one. */
export default function AddChannelMenu({ onClose, onCreate, children }: AddChannelMenuProps) {
  const texts = useFeatureTexts().channels;
  const [, navigate] = useLocation();
  return (
    <OpenedMenu onClose={onClose} target={children} position="bottom-start">
      <Menu.Item leftSection={<IconSearch size={18} />} onClick={() => navigate("/channels")}>
        {texts.browseChannels}
      </Menu.Item>
      <Menu.Item leftSection={<IconHash size={18} />} onClick={onCreate}>
        {texts.createChannel}
      </Menu.Item>
    </OpenedMenu>
  );
}

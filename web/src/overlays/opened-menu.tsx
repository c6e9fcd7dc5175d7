import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { BackClosesMenu } from "./back-closes.tsx";

export interface OpenedMenuProps {
  onClose: () => void;
  /** The button that opens the menu. */
  target: ReactNode;
  position: "bottom-start" | "bottom-end";
  children: ReactNode;
}

/** A menu that is open for as long as it is mounted. Its code can therefore load when it first opens. */
export function OpenedMenu({ onClose, target, position, children }: OpenedMenuProps) {
  return (
    <Menu
      withInitialFocusPlaceholder={false}
      opened
      onClose={onClose}
      position={position}
      width={240}
      returnFocus
    >
      <BackClosesMenu onClose={onClose} />
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown mah="calc(100dvh - 72px)" maw="calc(100vw - 16px)" style={{ overflowY: "auto" }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

import { Menu } from "@mantine/core";
import type { ReactNode } from "react";

export interface OpenedMenuProps {
  onClose: () => void;
  /** The button that it opens from. */
  target: ReactNode;
  position: "bottom-start" | "bottom-end";
  children: ReactNode;
}

/** A menu that is there because it is open: what is in it is loaded when it is first asked for. */
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
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown mah="calc(100dvh - 72px)" style={{ overflowY: "auto" }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import { BackClosesMenu } from "../overlays/back-closes.tsx";
import EmojiPicker from "./emoji-picker.tsx";

export interface EmojiPopoverProps {
  position: "top-start" | "top-end";
  onPick: (emoji: string) => void;
  onClose: () => void;
  /** The button that opens the picker. */
  children: ReactNode;
}

/** The emoji picker, beside a button. Its code loads when it first opens. */
export default function EmojiPopover({ position, onPick, onClose, children }: EmojiPopoverProps) {
  return (
    <Popover
      opened
      onChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      position={position}
      trapFocus
      returnFocus
    >
      <BackClosesMenu onClose={onClose} />
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p="xs">
        <EmojiPicker
          onPick={(emoji) => {
            onClose();
            onPick(emoji);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

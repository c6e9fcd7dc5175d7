import type { Icon as TablerIcon } from "@tabler/icons-react";
import { IconButton } from "../icon-button.tsx";

export interface ToolProps {
  label: string;
  Icon: TablerIcon;
  /** Set for a button that turns something on and off. */
  isPressed?: boolean;
  onClick: () => void;
}

/** A button of the composer. */
export function Tool({ label, Icon, isPressed, onClick }: ToolProps) {
  return (
    <IconButton
      size={32}
      variant={isPressed ? "light" : "subtle"}
      label={label}
      aria-pressed={isPressed}
      onClick={onClick}
    >
      <Icon size={18} />
    </IconButton>
  );
}

import { ActionIcon } from "@mantine/core";
import type { Icon as TablerIcon } from "@tabler/icons-react";

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
    <ActionIcon
      size={32}
      variant={isPressed ? "light" : "subtle"}
      color="gray"
      aria-label={label}
      aria-pressed={isPressed}
      title={label}
      onClick={onClick}
    >
      <Icon size={18} />
    </ActionIcon>
  );
}

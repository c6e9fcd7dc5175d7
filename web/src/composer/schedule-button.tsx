import { IconClock } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { IconButton } from "../icon-button.tsx";
import type { ScheduleMenuProps } from "../later/schedule-menu.tsx";

const ScheduleMenu = lazy(() => import("../later/schedule-menu.tsx"));

export interface ScheduleButtonProps
  extends Pick<ScheduleMenuProps, "id" | "compose" | "confirm" | "onScheduled"> {
  isDisabled: boolean;
  className: string;
}

/** The button that opens the times at which the message can be sent later. */
export function ScheduleButton({ isDisabled, className, ...menu }: ScheduleButtonProps) {
  const texts = useTexts().composer;
  const [isOpen, setOpen] = useState(false);
  const button = (
    <IconButton
      size={32}
      className={className}
      label={texts.schedule}
      disabled={isDisabled}
      onClick={() => setOpen(true)}
    >
      <IconClock size={18} />
    </IconButton>
  );
  if (!isOpen) return button;
  return (
    <Overlay name="schedule menu" onClose={() => setOpen(false)} fallback={button}>
      <ScheduleMenu {...menu} onClose={() => setOpen(false)}>
        {button}
      </ScheduleMenu>
    </Overlay>
  );
}

import { ActionIcon } from "@mantine/core";
import { IconMoodSmile } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";

const EmojiPopover = lazy(() => import("../emoji/emoji-popover.tsx"));

/** The button that opens the emoji picker above the composer. */
export function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const texts = useTexts().composer;
  const [isPicking, setPicking] = useState(false);
  const button = (
    <ActionIcon
      size={32}
      variant="subtle"
      color="gray"
      aria-label={texts.emoji}
      title={texts.emoji}
      onClick={() => setPicking(!isPicking)}
    >
      <IconMoodSmile size={18} />
    </ActionIcon>
  );
  if (!isPicking) return button;
  return (
    <Overlay name="emoji picker" onClose={() => setPicking(false)} fallback={button}>
      <EmojiPopover position="top-start" onPick={onPick} onClose={() => setPicking(false)}>
        {button}
      </EmojiPopover>
    </Overlay>
  );
}

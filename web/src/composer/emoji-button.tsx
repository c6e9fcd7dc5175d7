import { IconMoodSmile } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { IconButton } from "../icon-button.tsx";

const EmojiPopover = lazy(() => import("../emoji/emoji-popover.tsx"));

/** The button that opens the emoji picker above the composer. */
export function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const texts = useTexts().composer;
  const [isPicking, setPicking] = useState(false);
  const button = (
    <IconButton size={32} label={texts.emoji} onClick={() => setPicking(!isPicking)}>
      <IconMoodSmile size={18} />
    </IconButton>
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

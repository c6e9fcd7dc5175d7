import { useIsTouch } from "../composer/use-is-touch.ts";
import { useBackToClose } from "./use-back-to-close.ts";

/** Closes the panel or dialog around it when the user goes back. */
export function BackCloses({ onBack }: { onBack: () => void }) {
  useBackToClose(onBack);
  return null;
}

/** Makes "Back" close a menu on a phone. On a computer, Escape closes it, and the history stays as it is. */
export const BackClosesMenu = ({ onClose }: { onClose: () => void }) =>
  useIsTouch() && <BackCloses onBack={onClose} />;

import { useIsTouch } from "../composer/use-is-touch.ts";
import { useBackToClose } from "./use-back-to-close.ts";

/** Closes the panel or dialog around it when the user goes back. See `useBackToClose` for its name. */
export function BackCloses({ onBack, name }: { onBack: () => void; name?: string | false | undefined }) {
  useBackToClose(onBack, name);
  return null;
}

/** Makes "Back" close a menu on a phone. On a computer, Escape closes it, and the history stays as it is. */
export const BackClosesMenu = ({ onClose }: { onClose: () => void }) =>
  useIsTouch() && <BackCloses onBack={onClose} />;

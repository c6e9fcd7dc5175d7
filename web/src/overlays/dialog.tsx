import { Modal, type ModalProps } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useTexts } from "../i18n/texts.tsx";
import { useBackToClose } from "./use-back-to-close.ts";

export interface DialogProps extends Pick<ModalProps, "title" | "size" | "centered" | "children"> {
  onClose: () => void;
  /** Fills the whole window on a phone. */
  isPage?: boolean;
  /** Holds no more than a query, so that a click beside it always closes it. */
  isSearch?: boolean;
}

/**
 * A dialog that is open for as long as it is mounted. "Back" closes it, and so does a click beside it, until the user
 * has typed something that would be lost.
 */
export function Dialog({ isPage = false, isSearch = false, ...props }: DialogProps) {
  const texts = useTexts().common;
  useBackToClose(props.onClose);
  const [hasInput, setHasInput] = useState(false);
  const isPhone = useMediaQuery("(max-width: 720px)") ?? false;
  return (
    <Modal
      opened
      fullScreen={isPage && isPhone}
      closeOnClickOutside={isSearch || !hasInput}
      onInput={() => setHasInput(true)}
      closeButtonProps={{ "aria-label": texts.close }}
      {...props}
    />
  );
}

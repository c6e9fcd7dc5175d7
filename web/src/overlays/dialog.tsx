import { Modal, type ModalProps } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTexts } from "../i18n/texts.tsx";
import { useBackToClose } from "./use-back-to-close.ts";

export interface DialogProps extends Pick<ModalProps, "title" | "size" | "centered" | "children"> {
  onClose: () => void;
  /** Fills the whole window on a phone. */
  isPage?: boolean;
}

/** A dialog that is open for as long as it is mounted. "Back" closes it. */
export function Dialog({ isPage = false, ...props }: DialogProps) {
  const texts = useTexts().common;
  useBackToClose(props.onClose);
  const isPhone = useMediaQuery("(max-width: 720px)") ?? false;
  return (
    <Modal
      opened
      fullScreen={isPage && isPhone}
      closeButtonProps={{ "aria-label": texts.close }}
      {...props}
    />
  );
}

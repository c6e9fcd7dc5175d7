import { Modal, type ModalProps } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTexts } from "../i18n/texts.tsx";

export interface DialogProps extends Pick<ModalProps, "title" | "size" | "centered" | "children"> {
  onClose: () => void;
  /** All of a phone's window is for it. */
  isPage?: boolean;
}

/** A dialog that is there because it is open. */
export function Dialog({ isPage = false, ...props }: DialogProps) {
  const texts = useTexts().details;
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

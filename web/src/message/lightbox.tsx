import { Modal } from "@mantine/core";
import { useTexts } from "../i18n/texts.tsx";
import classes from "./message.module.css";

export interface LightboxProps {
  url: string;
  fileName: string;
  onClose: () => void;
}

/** A picture as large as the window lets it be. */
export default function Lightbox({ url, fileName, onClose }: LightboxProps) {
  const texts = useTexts().details;
  return (
    <Modal
      opened
      onClose={onClose}
      title={fileName}
      size="auto"
      centered
      closeButtonProps={{ "aria-label": texts.close }}
    >
      <img src={url} alt={fileName} className={classes.large} />
    </Modal>
  );
}

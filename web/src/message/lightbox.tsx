import { Dialog } from "../overlays/dialog.tsx";
import classes from "./message.module.css";

export interface LightboxProps {
  url: string;
  fileName: string;
  onClose: () => void;
}

/** A picture, enlarged to fit the window. */
export default function Lightbox({ url, fileName, onClose }: LightboxProps) {
  return (
    <Dialog onClose={onClose} title={fileName} size="auto" centered>
      <img src={url} alt={fileName} className={classes.large} />
    </Dialog>
  );
}

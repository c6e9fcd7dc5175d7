import { SignedImage } from "../files/signed-image.tsx";
import type { Address } from "../files/use-address.ts";
import { Dialog } from "../overlays/dialog.tsx";
import classes from "./message.module.css";

export interface LightboxProps {
  address: Address;
  fileName: string;
  onClose: () => void;
}

/** A picture, enlarged to fit the window. */
export default function Lightbox({ address, fileName, onClose }: LightboxProps) {
  return (
    <Dialog onClose={onClose} title={fileName} size="auto" centered>
      <SignedImage address={address} alt={fileName} className={classes.large} />
    </Dialog>
  );
}

import type { ReactNode } from "react";
import type { PictureId } from "../../../contract/ids.ts";
import { SignedImage } from "../files/signed-image.tsx";
import { useAddress } from "../files/use-address.ts";
import { useSession } from "../session/session-context.tsx";
import classes from "./avatar.module.css";
import { hueOf } from "./hue.ts";
import { initialsOf } from "./initials.ts";

declare module "react" {
  interface CSSProperties {
    /** In degrees, for the style sheet. */
    "--hue"?: number;
  }
}

export interface AvatarProps {
  /** The id of the user or the conversation. Determines the colour, which therefore survives a new name. */
  id: string;
  /** Determines the initials. Hidden from screen readers, because the name is beside the picture. */
  name: string;
  /** Width and height in CSS pixels. */
  size: number;
  /** Covers the initials once it has loaded. */
  pictureId?: PictureId | undefined;
  /** The icon of a group or a channel, in place of the initials. Its picture is square. A user's picture is round. */
  children?: ReactNode;
}

/** The picture of a user or a group. Without a picture, a user has initials on a quiet colour, and a group its icon. */
export function Avatar({ id, name, size, pictureId, children }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={classes.avatar}
      data-initials={children ? undefined : initialsOf(name)}
      data-small={size < 24}
      style={{ "--hue": hueOf(id), width: size, height: size, fontSize: size * 0.38 }}
    >
      {children}
      {pictureId && <Picture id={pictureId} />}
    </span>
  );
}

function Picture({ id }: { id: PictureId }) {
  const { session } = useSession();
  const address = useAddress(`picture ${id}`, () => session.call("getPicture", { params: { id } }));
  return address && <SignedImage address={address} alt="" />;
}

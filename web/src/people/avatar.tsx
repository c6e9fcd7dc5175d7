import type { ReactNode } from "react";
import type { PictureId } from "../../../contract/ids.ts";
import { SignedImage } from "../files/signed-image.tsx";
import { useAddress } from "../files/use-address.ts";
import { useSession } from "../session/session-context.tsx";
import classes from "./avatar.module.css";
import { initialsOf } from "./initials.ts";

/** The number of colours in the style sheet. */
const colours = 8;

/** Returns a colour's number. The same name always has the same colour. */
function colourOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return hash % colours;
}

export interface AvatarProps {
  /** Determines the initials and the colour. Hidden from screen readers, because the name is beside the picture. */
  name: string;
  /** Width and height in CSS pixels. */
  size: number;
  /** Covers the initials once it has loaded. */
  pictureId?: PictureId | undefined;
  /** Shown in place of the initials. */
  children?: ReactNode;
}

/** The picture of a user or a group. Without a picture, initials on a colour that depends on the name. */
export function Avatar({ name, size, pictureId, children }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={classes.avatar}
      data-colour={colourOf(name)}
      data-initials={children ? undefined : initialsOf(name)}
      style={{ width: size, height: size, fontSize: size * 0.38 }}
    >
      {children}
      {pictureId && <Picture id={pictureId} />}
    </span>
  );
}

function Picture({ id }: { id: PictureId }) {
  const { session } = useSession();
  const address = useAddress(["picture", id], () => session.call("getPicture", { params: { id } }));
  return address && <SignedImage address={address} alt="" />;
}

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { PictureId } from "../../../contract/ids.ts";
import { useSession } from "../session/session-context.tsx";
import classes from "./avatar.module.css";

/** As many as the style sheet has colours. */
const colours = 8;

/** The same name always has the same colour. */
function colourOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return hash % colours;
}

/** The first letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== "");
  const first = (word: string | undefined) => [...(word ?? "")][0] ?? "";
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : "")).toUpperCase();
}

/** Where a picture is, once that is known; browsers keep what it leads to. */
function usePicture(id: PictureId | undefined): string | undefined {
  const { session } = useSession();
  const { data } = useQuery({
    queryKey: ["picture", id],
    queryFn: () => (id ? session.call("getPicture", { params: { id } }) : null),
    enabled: id !== undefined,
    staleTime: 10 * 60_000,
    gcTime: 10 * 60_000,
  });
  return data?.url;
}

export interface AvatarProps {
  /** Whose it is; the name stands beside it, so that nobody is read it twice. */
  name: string;
  /** Pixels. */
  size: number;
  /** Shown instead of all else, once it is here. */
  pictureId?: PictureId | undefined;
  /** Instead of initials. */
  children?: ReactNode;
}

/** A picture of a person or a group: initials on a colour of their own. */
export function Avatar({ name, size, pictureId, children }: AvatarProps) {
  const picture = usePicture(pictureId);
  return (
    <span
      aria-hidden
      className={classes.avatar}
      data-colour={colourOf(name)}
      data-initials={children || picture ? undefined : initialsOf(name)}
      style={{ width: size, height: size, fontSize: size * 0.38 }}
    >
      {picture ? <img src={picture} alt="" width={size} height={size} /> : children}
    </span>
  );
}

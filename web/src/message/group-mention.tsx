import { lazy } from "react";
import type { UserId } from "../../../contract/ids.ts";
import { usePanel } from "../panel/panel-context.tsx";
import classes from "./message.module.css";

const ProfilePanel = lazy(() => import("../people/profile-panel.tsx"));
const UserGroupPanel = lazy(() => import("../people/user-group-panel.tsx"));

export interface GroupMentionProps {
  /** The text as typed, with the `@`. */
  text: string;
  handle: string;
  isMine: boolean;
}

const profileOf = (id: UserId) => <ProfilePanel id={id} />;

/** The mention of a user group. It opens the panel with the members. */
export function GroupMention({ text, handle, isMine }: GroupMentionProps) {
  const panel = usePanel();
  return (
    <button
      type="button"
      className={classes.mention}
      data-mine={isMine}
      onClick={() =>
        panel.open(<UserGroupPanel handle={handle} profileOf={profileOf} />, { name: "user group" })
      }
    >
      {text}
    </button>
  );
}

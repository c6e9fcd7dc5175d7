import { IconSelector } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { nameOf } from "../conversation/names.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { Avatar } from "../people/avatar.tsx";
import { StatusMark } from "../people/status-mark.tsx";
import { useChat } from "../session/chat-context.tsx";
import classes from "./sidebar.module.css";

const AccountActions = lazy(() => import("./account-actions.tsx"));
const StatusDialog = lazy(() => import("../people/status-dialog.tsx"));

/** The signed-in user, as a button for the account menu. The menu's code loads when it first opens. */
export function AccountMenu() {
  const { me } = useChat();
  const texts = useTexts().account;
  const [isOpen, setOpen] = useState(false);
  const [isStatusOpen, setStatusOpen] = useState(false);
  const button = (
    <button
      type="button"
      className={classes.account}
      aria-label={texts.accountOf({ name: nameOf(me) })}
      onClick={() => setOpen(true)}
    >
      <Avatar id={me.id} name={nameOf(me)} pictureId={me.pictureId} size={28} />
      <span dir="auto">
        {nameOf(me)}
        <StatusMark user={me} />
      </span>
      <IconSelector size={16} aria-hidden />
    </button>
  );
  if (isStatusOpen) {
    return (
      <>
        {button}
        <Overlay name="status" onClose={() => setStatusOpen(false)}>
          <StatusDialog onClose={() => setStatusOpen(false)} />
        </Overlay>
      </>
    );
  }
  if (!isOpen) return button;
  return (
    <Overlay name="account menu" onClose={() => setOpen(false)} fallback={button}>
      <AccountActions onClose={() => setOpen(false)} onStatus={() => setStatusOpen(true)}>
        {button}
      </AccountActions>
    </Overlay>
  );
}

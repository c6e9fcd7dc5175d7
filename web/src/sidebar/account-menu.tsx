import { IconSelector } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { nameOf } from "../conversation/names.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { Avatar } from "../people/avatar.tsx";
import { useChat } from "../session/chat-context.tsx";
import classes from "./sidebar.module.css";

const AccountActions = lazy(() => import("./account-actions.tsx"));

/** The signed-in user, as a button for the account menu. The menu's code loads when it first opens. */
export function AccountMenu() {
  const { me } = useChat();
  const texts = useTexts().account;
  const [isOpen, setOpen] = useState(false);
  const button = (
    <button
      type="button"
      className={classes.account}
      aria-label={texts.accountOf({ name: nameOf(me) })}
      onClick={() => setOpen(true)}
    >
      <Avatar id={me.id} name={nameOf(me)} pictureId={me.pictureId} size={28} />
      <span>{nameOf(me)}</span>
      <IconSelector size={16} aria-hidden />
    </button>
  );
  if (!isOpen) return button;
  return (
    <Overlay name="account menu" onClose={() => setOpen(false)} fallback={button}>
      <AccountActions onClose={() => setOpen(false)}>{button}</AccountActions>
    </Overlay>
  );
}

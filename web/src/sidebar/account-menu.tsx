import { UnstyledButton } from "@mantine/core";
import { lazy, useState } from "react";
import { nameOf } from "../conversation/names.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { Avatar } from "../people/avatar.tsx";
import { useChat } from "../session/chat-context.tsx";

const AccountActions = lazy(() => import("./account-actions.tsx"));

/** The signed-in user, as a button for the account menu. The menu's code loads when it first opens. */
export function AccountMenu() {
  const { me } = useChat();
  const texts = useTexts().account;
  const [isOpen, setOpen] = useState(false);
  const button = (
    <UnstyledButton
      aria-label={texts.accountOf(nameOf(me))}
      w={44}
      h={44}
      p={3}
      onClick={() => setOpen(true)}
    >
      <Avatar id={me.id} name={nameOf(me)} pictureId={me.pictureId} size={38} />
    </UnstyledButton>
  );
  if (!isOpen) return button;
  return (
    <Overlay name="account menu" onClose={() => setOpen(false)} fallback={button}>
      <AccountActions onClose={() => setOpen(false)}>{button}</AccountActions>
    </Overlay>
  );
}

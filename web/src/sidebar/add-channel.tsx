import { ActionIcon } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";

const AddChannelMenu = lazy(() => import("../channels/add-channel-menu.tsx"));
const CreateChannel = lazy(() => import("../channels/create-channel.tsx"));

/** The button that offers to browse channels or to create one. Its code loads when it is first used. */
export function AddChannel() {
  const texts = useTexts().list;
  const [open, setOpen] = useState<"menu" | "create">();
  const close = () => setOpen((now) => (now === "menu" ? undefined : now));
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      aria-label={texts.addChannel}
      title={texts.addChannel}
      onClick={() => setOpen("menu")}
    >
      <IconPlus size={16} />
    </ActionIcon>
  );
  return (
    <>
      {open === "menu" ? (
        <Overlay name="channel menu" onClose={close} fallback={button}>
          <AddChannelMenu onClose={close} onCreate={() => setOpen("create")}>
            {button}
          </AddChannelMenu>
        </Overlay>
      ) : (
        button
      )}
      {open === "create" && (
        <Overlay name="create channel" onClose={() => setOpen(undefined)}>
          <CreateChannel onClose={() => setOpen(undefined)} />
        </Overlay>
      )}
    </>
  );
}

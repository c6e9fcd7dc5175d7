import { IconPlus } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { SectionButton } from "./section-button.tsx";

const AddChannelMenu = lazy(() => import("../channels/add-channel-menu.tsx"));
const CreateChannel = lazy(() => import("../channels/create-channel.tsx"));

/** The button that offers to browse channels or to create one. Its code loads when it is first used. */
export function AddChannel() {
  const texts = useTexts().list;
  const [open, setOpen] = useState<"menu" | "create">();
  const close = () => setOpen((now) => (now === "menu" ? undefined : now));
  const button = (
    <SectionButton label={texts.addChannel} onClick={() => setOpen("menu")}>
      <IconPlus size={16} />
    </SectionButton>
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

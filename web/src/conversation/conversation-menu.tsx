import { ActionIcon } from "@mantine/core";
import { IconDotsVertical } from "@tabler/icons-react";
import { lazy, useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";

const ConversationActions = lazy(() => import("./conversation-actions.tsx"));
const Details = lazy(() => import("../details/details.tsx"));

/** The button for the conversation menu, whose code loads when it first opens. */
export function ConversationMenu({ conversation }: { conversation: Conversation }) {
  const texts = useTexts().conversation;
  const [open, setOpen] = useState<"menu" | "details">();
  const close = () => setOpen((now) => (now === "menu" ? undefined : now));
  const button = (
    <ActionIcon
      size={44}
      variant="subtle"
      color="gray"
      ml="auto"
      aria-label={texts.actions}
      onClick={() => setOpen("menu")}
    >
      <IconDotsVertical size={20} />
    </ActionIcon>
  );
  return (
    <>
      {open === "menu" ? (
        <Overlay name="conversation menu" onClose={close} fallback={button}>
          <ConversationActions
            conversation={conversation}
            onClose={close}
            onDetails={() => setOpen("details")}
          >
            {button}
          </ConversationActions>
        </Overlay>
      ) : (
        button
      )}
      {open === "details" && (
        <Overlay name="details" onClose={() => setOpen(undefined)}>
          <Details conversation={conversation} onClose={() => setOpen(undefined)} />
        </Overlay>
      )}
    </>
  );
}

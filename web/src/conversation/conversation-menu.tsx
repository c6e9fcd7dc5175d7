import { ActionIcon } from "@mantine/core";
import { IconDotsVertical } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import { useTexts } from "../i18n/texts.tsx";

const ConversationActions = lazy(() => import("./conversation-actions.tsx"));
const Details = lazy(() => import("../details/details.tsx"));

/** What one can do with a conversation; loaded when it is first asked for. */
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
        <Suspense fallback={button}>
          <ConversationActions
            conversation={conversation}
            onClose={close}
            onDetails={() => setOpen("details")}
          >
            {button}
          </ConversationActions>
        </Suspense>
      ) : (
        button
      )}
      <Suspense>
        {open === "details" && <Details conversation={conversation} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </>
  );
}

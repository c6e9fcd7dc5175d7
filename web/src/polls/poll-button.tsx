import { IconChartBar } from "@tabler/icons-react";
import { lazy, useState } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { Tool } from "../composer/tool.tsx";
import type { ComposerThread } from "../composer/use-outgoing.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";

const CreatePoll = lazy(() => import("./create-poll.tsx"));

export interface PollButtonProps {
  id: ConversationId;
  thread: ComposerThread | undefined;
}

/** The button of the composer that opens the form for a poll. */
export function PollButton({ id, thread }: PollButtonProps) {
  const texts = useTexts().composer;
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Tool label={texts.createPoll} Icon={IconChartBar} onClick={() => setOpen(true)} />
      {isOpen && (
        <Overlay name="create poll" onClose={close}>
          <CreatePoll id={id} thread={thread} onClose={close} />
        </Overlay>
      )}
    </>
  );
}

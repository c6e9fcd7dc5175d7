import { IconPhone } from "@tabler/icons-react";
import { lazy } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import { LazyPart } from "../errors/lazy-part.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { IconButton } from "../icon-button.tsx";
import { useChatState } from "../session/chat-context.tsx";
import { useCalls } from "./calls-context.tsx";

const CallBar = lazy(() => import("./call-bar.tsx"));

/** Starts a call in a conversation, unless there is one. */
export function CallButton({ conversation: { id } }: { conversation: Conversation }) {
  const texts = useTexts().conversation;
  const { want } = useCalls();
  const isUnderWay = useChatState(({ calls }) => calls.has(id));
  return (
    !isUnderWay && (
      <IconButton size={44} label={texts.startCall} onClick={() => want({ conversationId: id })}>
        <IconPhone size={20} />
      </IconButton>
    )
  );
}

/** The call under way in a conversation, if the user is not in it. A direct call that rings has a window of its own. */
export function CallBarPlace({ conversation: { id, isGroupChat } }: { conversation: Conversation }) {
  const { wanted } = useCalls();
  const call = useChatState(({ calls }) => calls.get(id));
  return (
    call &&
    (isGroupChat || !call.isRinging) &&
    wanted?.conversationId !== id && (
      <LazyPart name="call bar" fallback={null}>
        <CallBar call={call} />
      </LazyPart>
    )
  );
}

import { ringsFor } from "../../../client/calls/calls.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { CallWindow } from "./call-window.tsx";
import { useCalls } from "./calls-context.tsx";
import { IncomingCall } from "./incoming-call.tsx";

/** The window of the user's call, and the first call that rings for the user. Muted groups never ring. */
export default function CallsLayer() {
  const { me } = useChat();
  const { wanted, want } = useCalls();
  const calls = useChatState((state) => state.calls);
  const conversations = useChatState((state) => state.conversations);
  const isMuted = (id: ConversationId) => {
    const conversation = conversations.get(id);
    return conversation?.isGroupChat === true && conversation.settings.notify === "nothing";
  };
  const ringing = [...calls.values()].find(
    (call) =>
      ringsFor(call, me.id) &&
      call.conversationId !== wanted?.conversationId &&
      !isMuted(call.conversationId),
  );
  return (
    <>
      {wanted && (
        <CallWindow
          key={`${wanted.conversationId} ${wanted.callId}`}
          wanted={wanted}
          onClose={() => want(undefined)}
        />
      )}
      {ringing && <IncomingCall key={ringing.id} call={ringing} onAnswer={want} />}
    </>
  );
}

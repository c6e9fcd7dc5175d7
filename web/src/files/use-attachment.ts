import type { AttachmentId, ConversationId } from "../../../contract/ids.ts";
import { useSession } from "../session/session-context.tsx";
import { type Address, useAddress } from "./use-address.ts";

export interface AttachmentPlace {
  conversationId: ConversationId;
  attachmentId: AttachmentId;
}

/** Returns the signed address of a message's file, or undefined while it loads. */
export function useAttachment(
  { conversationId, attachmentId }: AttachmentPlace,
  enabled = true,
): Address | undefined {
  const { session } = useSession();
  return useAddress(
    `attachment ${attachmentId}`,
    () => session.call("getAttachment", { params: { id: conversationId, attachmentId } }),
    enabled,
  );
}

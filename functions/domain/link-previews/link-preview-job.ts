import * as z from "zod/mini";
import { ConversationId, MessageId } from "../../../contract/ids.ts";

/** A message in the queue for link previews: a chat message whose text has links, or had some before an edit. */
export const LinkPreviewJob = z.object({ conversationId: ConversationId, messageId: MessageId });
export type LinkPreviewJob = z.infer<typeof LinkPreviewJob>;

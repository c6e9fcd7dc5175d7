import type { Message } from "../../../contract/messages.ts";

/** The address of a message. */
export const addressOf = ({ conversationId, seq }: Pick<Message, "conversationId" | "seq">): string =>
  `/c/${conversationId}/${seq}`;

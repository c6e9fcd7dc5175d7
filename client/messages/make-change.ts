import type { Message } from "../../contract/messages.ts";
import type { OutboxChange } from "../outbox/outbox-change.ts";
import type { Session } from "../session/session.ts";

/** Makes a change at the server. @returns the changed message, unless it is deleted @throws {ProblemError} */
export function makeChange(
  session: Session,
  { conversationId, messageId, change }: OutboxChange,
): Promise<Message | undefined> {
  const params = { id: conversationId, messageId };
  switch (change.kind) {
    case "edit":
      return session.call("editMessage", { params, body: { content: change.content } });
    case "delete":
      return session.call("deleteMessage", { params });
    case "react": {
      const { emoji, isSet } = change;
      return session.call(isSet ? "addReaction" : "removeReaction", { params: { ...params, emoji } });
    }
  }
}

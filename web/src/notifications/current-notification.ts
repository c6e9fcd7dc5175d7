import type { ChatClient } from "../../../client/chat-client.ts";
import { messageOf } from "../../../client/chat-state.ts";
import type { Message } from "../../../contract/messages.ts";
import { isUnread } from "./still-unread.ts";

/** The part of the chat client that a notification follows. */
export interface NotificationSource {
  state: ChatClient["state"];
  subscribe: ChatClient["subscribe"];
  messages: Pick<ChatClient["messages"], "take">;
}

/**
 * Shows a notification of a message and keeps it up to date: an edited text replaces the earlier one, and a message that
 * was read or deleted closes it.
 *
 * @param show  shows the message. A second notification replaces the first one.
 * @returns leaves the notification as it is
 */
export function keepNotification(
  client: NotificationSource,
  message: Message,
  show: (message: Message) => Pick<Notification, "close">,
): () => void {
  const { conversationId, id: messageId } = message;
  client.messages.take([message]);
  let shown = message;
  let notification = show(message);
  const stop = client.subscribe(() => {
    if (!isUnread(client, message)) {
      stop();
      notification.close();
      return;
    }
    const now = messageOf(client.state, { conversationId, messageId });
    if (!now || now.content === shown.content) return;
    shown = now;
    notification = show(now);
  });
  return stop;
}

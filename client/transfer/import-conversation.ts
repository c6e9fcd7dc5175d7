import { shortened } from "../../contract/graphemes.ts";
import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import type { ChatClient } from "../chat-client.ts";
import type { SavedConversation } from "./saved-conversation.ts";

/** Puts the author and the time into the text, because an edited file could claim any author. */
function attributed(message: Message, author: string): string {
  const files = (message.attachments ?? []).map(({ fileName }) => `📎 ${fileName}`);
  const text = [message.content, ...files].filter((part) => part !== "").join("\n");
  const heading = `**${author}** · ${message.createdAt.slice(0, 16).replace("T", " ")} UTC\n`;
  return shortened(heading + text, limits.message.max);
}

/**
 * Imports an exported conversation as a new group: all messages in order, each with its author and time.
 *
 * @param onProgress  receives the part that is done, from 0 to 1
 * @returns the new group's id
 * @throws {ProblemError}
 */
export async function importConversation(
  client: ChatClient,
  { name, people, messages }: SavedConversation,
  fallbackName: string,
  onProgress: (part: number) => void,
): Promise<ConversationId> {
  const title = shortened(name ?? fallbackName, limits.groupName.max);
  const id = await client.conversations.create([], title);
  await client.open(id);
  const authors = new Map(people.map((person) => [person.id, person.fullName ?? person.username]));
  const newIds = new Map<MessageId, MessageId>();
  const kept = messages.filter(({ deletedAt }) => deletedAt === undefined);
  for (const [at, message] of kept.entries()) {
    const replyTo = message.replyTo && newIds.get(message.replyTo);
    // Waits for each message, which keeps the order and respects the send limits.
    await client.messages.send(id, attributed(message, authors.get(message.senderId) ?? "?"), { replyTo });
    const sent = client.state.timelines.get(id)?.messages.at(-1);
    if (sent) newIds.set(message.id, sent.id);
    onProgress((at + 1) / kept.length);
  }
  return id;
}

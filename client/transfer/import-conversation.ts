import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import type { ChatClient } from "../chat-client.ts";
import type { SavedConversation } from "./saved-conversation.ts";

/** Says whose words these were, and when: nobody can be made to have said something by a file. */
function attributed(message: Message, author: string): string {
  const files = (message.attachments ?? []).map(({ fileName }) => `📎 ${fileName}`);
  const text = [message.content, ...files].filter((part) => part !== "").join("\n");
  const heading = `**${author}** · ${message.createdAt.slice(0, 16).replace("T", " ")} UTC\n`;
  return [...(heading + text)].slice(0, limits.message.max).join("");
}

/**
 * Brings a conversation back as a new group of one's own: all messages in their order, each with who wrote it and when.
 * @param onProgress  told the part that is done, from 0 to 1
 * @returns the new group
 * @throws ProblemError
 */
export async function importConversation(
  client: ChatClient,
  { name, people, messages }: SavedConversation,
  fallbackName: string,
  onProgress: (part: number) => void,
): Promise<ConversationId> {
  const title = (name ?? fallbackName).slice(0, limits.groupName.max);
  const id = await client.conversations.create([], title);
  await client.open(id);
  const authors = new Map(people.map((person) => [person.id, person.fullName ?? person.username]));
  const newIds = new Map<MessageId, MessageId>();
  const kept = messages.filter(({ deletedAt }) => deletedAt === undefined);
  for (const [at, message] of kept.entries()) {
    const replyTo = message.replyTo && newIds.get(message.replyTo);
    // One after the other, as fast as the server takes them.
    await client.messages.send(id, attributed(message, authors.get(message.senderId) ?? "?"), { replyTo });
    const sent = client.state.timelines.get(id)?.messages.at(-1);
    if (sent) newIds.set(message.id, sent.id);
    onProgress((at + 1) / kept.length);
  }
  return id;
}

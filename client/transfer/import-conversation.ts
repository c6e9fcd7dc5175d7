import { shortened } from "../../contract/graphemes.ts";
import type { ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import { countCharacters } from "../../contract/text.ts";
import type { ChatClient } from "../chat-client.ts";
import type { SavedConversation } from "./saved-conversation.ts";

/**
 * Returns the messages that stand for an imported one. They name its author, time and files, because an edited file
 * could claim any author. A text that leaves no room for these follows them.
 */
export function importedTexts(message: Message, nameOf: (id: UserId) => string): string[] {
  const origin = message.forwarded ? ` ↪ **${nameOf(message.forwarded.senderId)}**` : "";
  const time = message.createdAt.slice(0, 16).replace("T", " ");
  const heading = `**${nameOf(message.senderId)}**${origin} · ${time} UTC`;
  const files = (message.attachments ?? []).map(({ fileName }) => `📎 ${fileName}`);
  const join = (...parts: string[]) => parts.filter((part) => part !== "").join("\n");
  const whole = join(heading, message.content, ...files);
  return countCharacters(whole) <= limits.message.max ? [whole] : [join(heading, ...files), message.content];
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
    for (const text of importedTexts(message, (author) => authors.get(author) ?? "?")) {
      await client.messages.send(id, text, { replyTo });
    }
    const sent = client.state.timelines.get(id)?.messages.at(-1);
    if (sent) newIds.set(message.id, sent.id);
    onProgress((at + 1) / kept.length);
  }
  return id;
}

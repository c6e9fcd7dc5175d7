import { randomUUID } from "node:crypto";
import { type ConversationId, MessageId, SessionId, type UserId } from "../../contract/ids.ts";
import { sendMessage } from "../../functions/domain/messages/send.ts";
import { databaseOf } from "./accounts.ts";
import { openDomainDatabase } from "./open-domain-database.ts";

const unlimited = { burst: 10_000, perSecond: 10_000 };

/**
 * Stores messages as a send does, but announces none of them.
 *
 * @returns false if the database of the stack at `url` is not registered
 */
export async function storeMessages(
  url: string,
  conversationId: ConversationId,
  userId: UserId,
  texts: readonly string[],
): Promise<boolean> {
  const databaseUrl = databaseOf(url);
  if (databaseUrl === undefined) return false;
  const db = openDomainDatabase(databaseUrl);
  const sender = { userId, sessionId: SessionId.parse(randomUUID()) };
  for (const content of texts) {
    await sendMessage(
      db,
      conversationId,
      sender,
      { id: MessageId.parse(randomUUID()), content },
      unlimited,
      0,
    );
  }
  await db.repeatable.destroy();
  return true;
}

import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { inject } from "vitest";
import { ConnectionId, type ConversationId, MessageId, SessionId, UserId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import { addConnection } from "../../functions/domain/connections/connections.ts";
import { createConversation } from "../../functions/domain/conversations/create.ts";
import { addParticipants } from "../../functions/domain/conversations/participants.ts";
import type { Database } from "../../functions/domain/database.ts";
import { sendMessage } from "../../functions/domain/messages/send.ts";
import type { Schema } from "../../functions/domain/schema.ts";
import { startSession } from "../../functions/domain/sessions/refresh-tokens.ts";
import { eventually } from "./eventually.ts";
import { openDomainDatabase } from "./open-domain-database.ts";
import { required } from "./required.ts";

/**
 * The database that the tests of the domain share, as domain functions receive it. Each test makes its own users. No
 * test may depend on what the whole database contains.
 */
export const db: Database = openDomainDatabase(inject("domainDatabase"));

/** A rate that no test reaches. */
export const unlimited = { burst: 1_000, perSecond: 1_000 };

/** Stores a user. @param name  the beginning of the username, which is unique */
export async function newUser(name = "user"): Promise<UserId> {
  const id = UserId.parse(randomUUID());
  const username = `${name}-${id.slice(0, 18)}`;
  await sql`
    INSERT INTO users (id, username, email, password_hash)
    VALUES (${id}::uuid, ${username}, ${`${username}@example.org`}, '')`.execute(db.once);
  return id;
}

/** Stores an owner of the workspace. */
export async function newOwner(): Promise<UserId> {
  const owner = await newUser("owner");
  await sql`UPDATE users SET workspace_role = 'owner' WHERE id = ${owner}::uuid`.execute(db.once);
  return owner;
}

/** Stores a Web Push subscription of a user. Nothing can be sent to it. */
export const subscribeToWebPush = (userId: UserId) =>
  sql`
    INSERT INTO push_subscriptions (endpoint, user_id, p256dh, auth)
    VALUES (${`https://push.example/${randomUUID()}`}, ${userId}::uuid, '', '')`.execute(db.once);

/** Starts a session of a user that `newUser` has stored. */
export async function newSession(userId: UserId): Promise<SessionId> {
  const client = { address: "192.0.2.1", userAgent: "a browser", device: undefined };
  return required(await startSession(db, { userId, passwordHash: "", client }), "session").sessionId;
}

/** Stores three users. */
export async function newUsers(): Promise<{ ada: UserId; ben: UserId; cleo: UserId }> {
  const [ada, ben, cleo] = await Promise.all([newUser("ada"), newUser("ben"), newUser("cleo")]);
  return { ada, ben, cleo };
}

/** Starts a group of its owner and further members, who join one after the other. */
export async function newGroup(owner: UserId, ...members: UserId[]): Promise<ConversationId> {
  const request = { participantIds: [], isGroupChat: true };
  const { id } = (await createConversation(db, owner, request)).conversation;
  for (const member of members) await addParticipants(db, id, owner, [member], 1_000);
  return id;
}

export const newMessageId = (): MessageId => MessageId.parse(randomUUID());

/** A user with a session. Functions look up only its end, so it needs no row. */
export const by = (userId: UserId) => ({ userId, sessionId: SessionId.parse(userId) });

/** Sends a message. */
export async function send(id: ConversationId, sender: UserId, content = "hello"): Promise<Message> {
  const message = { id: newMessageId(), content };
  return (await sendMessage(db, id, by(sender), message, unlimited, 0)).message;
}

/** Opens a connection of a user. */
export async function connect(userId: UserId): Promise<ConnectionId> {
  const connectionId = ConnectionId.parse(`connection-${randomUUID()}`);
  await addConnection(db, { connectionId, ...by(userId) });
  return connectionId;
}

/**
 * Runs a change that waits for a transaction which is not committed yet, and then commits it. The change began first, but
 * takes effect last.
 *
 * @param write  writes in the transaction
 * @param proceed  writes in the transaction while the change waits for it
 */
export async function afterWaitingFor<T>(
  write: (transaction: Kysely<Schema>) => Promise<unknown>,
  change: () => Promise<T>,
  proceed?: (transaction: Kysely<Schema>) => Promise<unknown>,
): Promise<PromiseSettledResult<T>> {
  const [outcome] = await db.once
    .transaction()
    .execute(async (transaction) => {
      await write(transaction);
      const changing = Promise.allSettled([change()]);
      await eventually(async () => {
        const { rows } = await sql<{ waiting: boolean }>`
        SELECT EXISTS (
          SELECT FROM pg_locks l WHERE NOT l.granted AND pg_blocking_pids(l.pid) @> ARRAY[pg_backend_pid()]
        ) AS waiting`.execute(transaction);
        if (!rows[0]?.waiting) throw new Error("The change does not wait for the transaction yet.");
      });
      await proceed?.(transaction);
      return { changing };
    })
    .then(({ changing }) => changing);
  return outcome;
}

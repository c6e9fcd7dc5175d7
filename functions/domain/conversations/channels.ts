import { type RawBuilder, sql } from "kysely";
import type { Channel, ChannelPage, ChannelsQuery } from "../../../contract/channels.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { searchForm } from "../../../contract/normal-forms.ts";
import { caseless } from "../../platform/database/caseless.ts";
import { literally, searchFormOf } from "../../platform/database/search-form.ts";
import type { Database } from "../database.ts";
import { takePage } from "../pages/page.ts";
import { mayVisitChannels } from "./membership.ts";
import { ConversationNotFound } from "./refusals.ts";
import type { ConversationRow } from "./views.ts";

type ChannelRow = Pick<
  ConversationRow,
  | "id"
  | "createdAt"
  | "topic"
  | "description"
  | "pictureId"
  | "postingRule"
  | "isDefault"
  | "archivedAt"
  | "participantCount"
> & { name: string; isJoined: boolean };

const toChannel = ({
  createdAt,
  topic,
  description,
  pictureId,
  archivedAt,
  ...row
}: ChannelRow): Channel => ({
  ...row,
  createdAt: createdAt.toISOString(),
  ...(topic && { topic }),
  ...(description && { description }),
  ...(pictureId && { pictureId }),
  ...(archivedAt && { archivedAt: archivedAt.toISOString() }),
});

/** The order of the unique index of channel names, which the migration 0025 creates. */
const nameForm = caseless(sql`normalize(btrim(c.name), NFKC)`);

/** Selects the channels that meet `condition`, in the order of their names. Guests find none. */
async function select(
  db: Database,
  userId: UserId,
  condition: RawBuilder<unknown>,
  { limit, offset }: { limit: number; offset: number },
): Promise<Channel[]> {
  const { rows } = await sql<ChannelRow>`
    SELECT c.id, c.name, c.created_at, c.topic, c.description, c.picture_id, c.posting_rule, c.is_default, c.archived_at,
      c.participant_count,
      EXISTS (SELECT FROM participants p WHERE p.conversation_id = c.id AND p.user_id = ${userId}::uuid) AS is_joined
    FROM conversations c
    WHERE c.kind = 'channel' AND ${mayVisitChannels(userId)} AND ${condition}
    ORDER BY ${nameForm} LIMIT ${limit} OFFSET ${offset}`.execute(db.repeatable);
  return rows.map(toChannel);
}

/** Lists channels whose name or topic contains a text, regardless of case and accents. Guests find none. */
export async function listChannels(
  db: Database,
  userId: UserId,
  { query = "", archived = "false", cursor = "0", limit = limits.page.default }: ChannelsQuery,
): Promise<ChannelPage> {
  const offset = Number(cursor);
  const pattern = `%${literally(searchForm(query).trim())}%`;
  const matches = sql`(${searchFormOf(sql`c.name`)} LIKE ${pattern} OR ${searchFormOf(sql`c.topic`)} LIKE ${pattern})`;
  const isListed = sql`(c.archived_at IS NOT NULL) = ${archived === "true"}`;
  const condition = pattern === "%%" ? isListed : sql`${isListed} AND ${matches}`;
  const found = await select(db, userId, condition, { limit: limit + 1, offset });
  const page = takePage(found, limit, () => String(offset + limit));
  return { items: page.rows, nextCursor: page.nextCursor };
}

/** Returns a channel. @throws {ConversationNotFound} also for groups and guests, so that ids cannot be probed */
export async function getChannel(db: Database, userId: UserId, id: ConversationId): Promise<Channel> {
  const [channel] = await select(db, userId, sql`c.id = ${id}::uuid`, { limit: 1, offset: 0 });
  if (!channel) throw new ConversationNotFound();
  return channel;
}

import { sql } from "kysely";
import pLimit from "p-limit";
import { type Availability, isQuiet } from "../../../contract/availability.ts";
import { keywordsIn } from "../../../contract/finding/keywords.ts";
import { plainLine } from "../../../contract/formatting/plain-text.ts";
import { shortened } from "../../../contract/graphemes.ts";
import type { UserId } from "../../../contract/ids.ts";
import { storedLanguage } from "../../../contract/languages.ts";
import { displayed } from "../../../contract/names.ts";
import { idList } from "../../platform/database/id-list.ts";
import type { WebPush } from "../../platform/outbound/web-push/web-push.ts";
import { missedCall } from "../calls/missed-call.ts";
import type { Database } from "../database.ts";
import { deletedUser, nameUnlessDeleted } from "../users/deleted-user.ts";
import { isUsable, type SubscriptionRow, sendToSubscription } from "./send-to-subscription.ts";
import type { MessageWebPushJob } from "./web-push-job.ts";

/** How many requests to push services one job has open. */
const concurrency = 40;

/** The subscriptions of one job. With `concurrency` and the timeout of 3 s, the slowest job takes 15 s. */
const perJob = 200;

/** The number of a message's characters that a notification shows. */
const shown = 200;

interface Row extends SubscriptionRow {
  userId: UserId;
  seq: number;
  /** The message's text. Only one row of a page has it, so that the text is not repeated. */
  content: string | null;
  fileName: string | null;
  isMissedCall: boolean;
  /** Null for a deleted user. */
  senderName: string | null;
  name: string | null;
  isGroupChat: boolean;
  availability: Availability;
  language: string | null;
  keywords: string[];
  /** False if the message notifies the user only with one of their keywords. */
  isWanted: boolean;
}

/** The condition that participant `p` wants a notification of message `m`, whatever words it contains. */
const isWanted = sql`p.user_id <> m.sender_id AND (
  m.thread_only_number IS NULL AND p.last_read_seq < m.seq AND (p.notify = 'all' OR p.notify = 'mentions' AND (
      is_widely_mentioned_v1(m, p.user_id) OR EXISTS (
        SELECT FROM mentions n
        WHERE n.user_id = p.user_id AND n.conversation_id = m.conversation_id AND n.seq = m.seq
      )
    ))
    OR (m.thread_only_number IS NOT NULL OR p.last_read_seq < m.seq) AND p.notify <> 'nothing' AND EXISTS (
      SELECT FROM thread_followers f
      WHERE f.user_id = p.user_id AND f.conversation_id = m.conversation_id AND f.root_id = m.thread_id
        AND f.last_read_seq < m.seq
    )
)`;

/** The condition that participant `p` with account `r` wants a notification if the message contains a keyword. */
const mayHaveKeyword = sql`r.keywords <> '[]' AND p.user_id <> m.sender_id AND p.notify = 'mentions'
  AND m.thread_only_number IS NULL AND p.last_read_seq < m.seq`;

/**
 * Sends Web Push notifications of a message to its absent participants: users without a connection, whose settings ask
 * for one and who have not read it. Followers of a thread get one for each reply, unless they have muted the
 * conversation. A user's keywords notify them like a mention. The sender gets none, and neither do users in their quiet
 * times. A message that was deleted meanwhile causes none, and a subscription whose last push failed gets none for a
 * while. A subscription ends with its session. A reminder goes to one absent user, whatever the settings and the quiet
 * times are.
 *
 * @returns the job for the remaining participants, if there are more than one job handles
 */
export async function sendWebPush(
  db: Database,
  webPush: WebPush,
  { conversationId, messageId, remindedId, except = [], after }: MessageWebPushJob,
): Promise<MessageWebPushJob | undefined> {
  const { rows } = await sql<Row>`
    SELECT page.user_id, page.endpoint, page.p256dh, page.auth, page.failures, page.seq, page.file_name,
      page.is_missed_call, page.sender_name, page.name, page.is_group_chat, page.availability, page.language, page.keywords,
      page.is_wanted,
      CASE WHEN row_number() OVER (ORDER BY page.user_id, page.endpoint) = 1 THEN page.content END AS content
    FROM (
      SELECT s.user_id, s.endpoint, s.p256dh, s.auth, s.failures, m.seq, m.content,
        m.system ->> 'event' IS NOT DISTINCT FROM 'missedCall' AS is_missed_call,
        m.attachments -> 0 ->> 'fileName' AS file_name, ${nameUnlessDeleted} AS sender_name,
        c.name, c.is_group_chat, r.availability, r.language, r.keywords, why.is_wanted
      FROM messages m
      JOIN conversations c ON c.id = m.conversation_id
      JOIN users u ON u.id = m.sender_id
      JOIN participants p ON p.conversation_id = m.conversation_id
      JOIN users r ON r.id = p.user_id
      JOIN push_subscriptions s ON s.user_id = p.user_id
      CROSS JOIN LATERAL (
        SELECT ${remindedId ? sql`p.user_id = ${remindedId}::uuid` : isWanted} AS is_wanted
      ) why
      WHERE m.conversation_id = ${conversationId}::uuid AND m.id = ${messageId}::uuid AND m.deleted_at IS NULL
        AND (${after ?? null}::uuid IS NULL OR p.user_id > ${after ?? null}::uuid)
        AND ${isUsable}
        AND p.user_id NOT IN (SELECT id FROM ${idList(except)} excepted)
        AND (why.is_wanted OR ${remindedId ? sql`false` : mayHaveKeyword})
        AND NOT EXISTS (SELECT FROM connections k WHERE k.user_id = p.user_id AND k.expires_at > now())
      ORDER BY p.user_id
      LIMIT ${perJob}::integer
    ) page
    ORDER BY page.user_id, page.endpoint`.execute(db.repeatable);
  const content = rows.find((row) => row.content !== null)?.content ?? "";
  const text = shortened(plainLine(content), shown);
  // The last user of a full page may have more subscriptions. The next job starts with them.
  const last = rows.length === perJob ? rows.at(-1)?.userId : undefined;
  const complete = rows.filter(({ userId }) => userId !== last);
  const now = new Date();
  const hasKeyword = keywordsIn(content);
  await pLimit(concurrency).map(
    complete.filter(
      ({ isWanted, keywords, availability }) =>
        (remindedId || !isQuiet(availability, now)) && (isWanted || hasKeyword(keywords)),
    ),
    async ({ seq, isGroupChat, ...row }) => {
      const language = storedLanguage(row.language);
      const senderName = displayed(row.senderName ?? deletedUser[language]);
      const preview = row.isMissedCall ? missedCall[language] : text || displayed(row.fileName ?? "");
      const message = {
        conversationId,
        seq,
        title: isGroupChat && row.name !== null ? displayed(row.name) : senderName,
        body: `${remindedId ? "⏰ " : ""}${isGroupChat ? `${senderName}: ${preview}` : preview}`,
      };
      await sendToSubscription({ db, webPush }, row, message);
    },
  );
  const lastComplete = complete.at(-1)?.userId;
  return last && lastComplete ? { conversationId, messageId, after: lastComplete, except } : undefined;
}

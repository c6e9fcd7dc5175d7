import { sql } from "kysely";
import { type Availability, isQuiet } from "../../../contract/availability.ts";
import { type Language, storedLanguage } from "../../../contract/languages.ts";
import { displayed } from "../../../contract/names.ts";
import { times } from "../../../contract/times.ts";
import { idList } from "../../platform/database/id-list.ts";
import type { WebPush } from "../../platform/outbound/web-push/web-push.ts";
import type { Database } from "../database.ts";
import { deletedUser, nameUnlessDeleted } from "../users/deleted-user.ts";
import { isUsable, type SubscriptionRow, sendToSubscription } from "./send-to-subscription.ts";
import type { CallWebPushJob } from "./web-push-job.ts";

type Text = "ringing" | "answered" | "declined" | "ended";

const texts: Readonly<Record<Language, Readonly<Record<Text, string>>>> = {
  en: {
    ringing: "is calling",
    answered: "The call was answered.",
    declined: "The call was declined.",
    ended: "The call has ended.",
  },
  de: {
    ringing: "ruft an",
    answered: "Der Anruf wurde angenommen.",
    declined: "Der Anruf wurde abgelehnt.",
    ended: "Der Anruf ist beendet.",
  },
  fr: {
    ringing: "vous appelle",
    answered: "L’appel a été accepté.",
    declined: "L’appel a été refusé.",
    ended: "L’appel est terminé.",
  },
  pl: {
    ringing: "dzwoni",
    answered: "Połączenie zostało odebrane.",
    declined: "Połączenie zostało odrzucone.",
    ended: "Połączenie zostało zakończone.",
  },
  ar: {
    ringing: "يتصل بك",
    answered: "تم الرد على المكالمة.",
    declined: "تم رفض المكالمة.",
    ended: "انتهت المكالمة.",
  },
};

interface Row extends SubscriptionRow {
  /** Null for a deleted user. */
  callerName: string | null;
  availability: Availability;
  language: string | null;
  /** Null for a direct conversation. */
  groupName: string | null;
  seq: number;
}

/** Whether the user of participant `p` is away. */
const isAway = sql`NOT EXISTS (SELECT FROM connections c WHERE c.user_id = p.user_id AND c.expires_at > now())`;

/** A call rings for users who are away, unless they have muted the conversation or the answer came first. */
const rings = sql`k.answered_at IS NULL AND ${isAway}`;

/**
 * In a group, the answer is no news for users who have the page open and neither answered nor declined: their devices did
 * not ring.
 */
const rang = sql`(v.kind = 'direct' OR ${isAway} OR p.user_id = ANY (k.silenced) OR EXISTS (
  SELECT FROM call_participants a WHERE a.conversation_id = k.conversation_id AND a.user_id = p.user_id
))`;

/** The call of a job as a table with the columns that the other conditions need. */
function callOf(job: CallWebPushJob) {
  const { conversationId, callId } = job;
  if (job.state !== "ended")
    return sql`(
      SELECT c.conversation_id, c.started_by, c.answered_at, c.is_pushed, c.silenced FROM calls c
      WHERE c.conversation_id = ${conversationId}::uuid AND c.id = ${callId}::uuid
    )`;
  return sql`(
    SELECT ${conversationId}::uuid AS conversation_id, ${job.startedBy}::uuid AS started_by,
      true AS is_pushed, ARRAY(SELECT listed.id FROM ${idList(job.silenced)} listed) AS silenced
  )`;
}

/**
 * Lets a call ring by Web Push for the absent participants of its conversation, outside of quiet times. Once the call is
 * answered or declined, or has ended, a silent notification replaces the one that rang, on all devices. The Push API has
 * no way to remove one.
 */
export async function sendCallWebPush(db: Database, webPush: WebPush, job: CallWebPushJob): Promise<void> {
  const { conversationId, callId } = job;
  const isRinging = job.state === "ringing";
  // Service workers replace the notification silently. To them, a call that has ended is answered.
  const state = isRinging ? ("ringing" as const) : ("answered" as const);
  const isDeclined = job.state === "ended" && job.isDeclined === true;
  const { rows } = await sql<Row>`
    SELECT s.endpoint, s.p256dh, s.auth, s.failures, ${nameUnlessDeleted} AS caller_name,
      r.availability, r.language, v.name AS group_name, v.last_seq AS seq
    FROM ${callOf(job)} k
    JOIN conversations v ON v.id = k.conversation_id
    JOIN users u ON u.id = k.started_by
    JOIN participants p ON p.conversation_id = k.conversation_id AND p.user_id <> k.started_by
    JOIN users r ON r.id = p.user_id
    JOIN push_subscriptions s ON s.user_id = p.user_id
    WHERE p.notify <> 'nothing' AND ${isUsable} AND ${isRinging ? rings : sql`k.is_pushed AND ${rang}`}`.execute(
    db.repeatable,
  );
  const now = new Date();
  const wanted = rows.filter(({ availability }) => !isQuiet(availability, now));
  if (wanted.length === 0) return;
  // The answer is news once, however often users leave and join again.
  await sql`
    UPDATE calls SET is_pushed = ${isRinging}
    WHERE conversation_id = ${conversationId}::uuid AND id = ${callId}::uuid`.execute(db.repeatable);
  const urgency = { ttlSeconds: times.calls.ringSeconds, urgency: isRinging ? "high" : "normal" } as const;
  await Promise.all(
    wanted.map(({ callerName, language, groupName, seq, ...subscription }) => {
      const shown = storedLanguage(language);
      const title = displayed(callerName ?? deletedUser[shown]);
      const text = texts[shown][isDeclined ? "declined" : job.state];
      const where = groupName === null ? "" : ` (${displayed(groupName)})`;
      const body = isRinging ? `📞 ${title} ${text}${where}` : text;
      const message = { conversationId, seq, title, body, call: state };
      return sendToSubscription({ db, webPush }, subscription, message, urgency);
    }),
  );
}

import { sql } from "kysely";
import { type Language, storedLanguage } from "../../../contract/languages.ts";
import type { WebPush } from "../../platform/outbound/web-push/web-push.ts";
import type { Database } from "../database.ts";
import { isUsable, type SubscriptionRow, sendToSubscription } from "./send-to-subscription.ts";
import type { ReminderWebPushJob } from "./web-push-job.ts";

const titles: Readonly<Record<Language, string>> = {
  en: "Reminder",
  de: "Erinnerung",
  fr: "Rappel",
  pl: "Przypomnienie",
  ar: "تذكير",
};

/** Reminds an absent user of a text, in all browsers that have subscribed. Quiet times do not prevent it. */
export async function sendReminderWebPush(
  db: Database,
  webPush: WebPush,
  { textReminderId, remindedId }: ReminderWebPushJob,
): Promise<void> {
  const { rows } = await sql<SubscriptionRow & { content: string; language: string | null }>`
    SELECT s.endpoint, s.p256dh, s.auth, s.failures, t.content, u.language
    FROM text_reminders t
    JOIN users u ON u.id = t.user_id
    JOIN push_subscriptions s ON s.user_id = t.user_id
    WHERE t.user_id = ${remindedId}::uuid AND t.id = ${textReminderId}::uuid AND ${isUsable}
      AND NOT EXISTS (SELECT FROM connections k WHERE k.user_id = t.user_id AND k.expires_at > now())`.execute(
    db.repeatable,
  );
  await Promise.all(
    rows.map(({ content, language, ...subscription }) => {
      const message = { textReminderId, title: `⏰ ${titles[storedLanguage(language)]}`, body: content };
      return sendToSubscription({ db, webPush }, subscription, message);
    }),
  );
}

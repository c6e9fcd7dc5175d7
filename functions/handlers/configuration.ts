import * as z from "zod/mini";
import { defaultSendLimits } from "../../contract/limits.ts";
import type { Rate } from "../domain/rate.ts";
import { DataApiSettings, type DatabaseSettings, PoolSettings } from "../platform/database/settings.ts";
import { StorageSettings } from "../platform/storage/settings.ts";

const DeliverySettings = z.object({ DELIVERY_QUEUE_URL: z.url() });

const MailQueueSettings = z.object({ MAIL_QUEUE_URL: z.optional(z.url()) });
const MailSettings = z.object({ MAIL_FROM: z.email() });

const SendLimits = z.partial(
  z.object({
    SEND_BURST: z.coerce.number().check(z.positive()),
    SEND_PER_SECOND: z.coerce.number().check(z.positive()),
    FRAME_BURST: z.coerce.number().check(z.positive()),
    FRAMES_PER_SECOND: z.coerce.number().check(z.positive()),
  }),
);

const WebPushKeySettings = z.object({ PUSH_KEY_ID: z.string().check(z.minLength(1)) });
const WebPushContactSettings = z.object({ PUSH_CONTACT: z.string().check(z.minLength(1)) });
const SiteSettings = z.object({ SITE_URL: z.url() });

const TrustedKeySettings = z.object({ TRUSTED_KEY_IDS: z.string().check(z.minLength(1)) });
const SigningSettings = z.object({ SIGNING_KEY_ID: z.string().check(z.minLength(1)) });

function read<S extends z.ZodMiniType>(schema: S): z.output<S> {
  const result = schema.safeParse(process.env);
  if (result.success) return result.data;
  const names = result.error.issues.map((issue) => issue.path.join("."));
  throw new Error(`These environment variables are missing or empty: ${names.join(", ")}`);
}

/** Where the database is, and how it is reached. @throws at start, naming the variables that are missing */
export const databaseSettings = (): DatabaseSettings =>
  process.env.DATABASE_ENDPOINT === undefined ? read(DataApiSettings) : read(PoolSettings);

/** Where events wait for the delivery function. @throws at start, if it is missing */
export const deliveryQueueUrl = () => read(DeliverySettings).DELIVERY_QUEUE_URL;

/** Which KMS key signs for push services. @throws at start, naming the variable if it is missing */
export const webPushKeyId = () => read(WebPushKeySettings).PUSH_KEY_ID;

/** Whom push services may turn to. @throws at start, naming the variable if it is missing */
export const webPushContact = () => read(WebPushContactSettings).PUSH_CONTACT;

/** Where people go: `https://chat.example.com`. @throws at start, naming the variable if it is missing */
export const siteUrl = () => read(SiteSettings).SITE_URL;

/** Where mails wait for the mail function; undefined in a deployment that sends none. */
export const mailQueueUrl = () => read(MailQueueSettings).MAIL_QUEUE_URL;

/** Where the mail function's own jobs wait. @throws at start, naming the variable if it is missing */
export const ownMailQueueUrl = () => read(z.required(MailQueueSettings)).MAIL_QUEUE_URL;

/** Whom mails are from: an address that SES knows. @throws at start, naming the variable if it is missing */
export const mailFrom = () => read(MailSettings).MAIL_FROM;

/** Where files are. @throws at start, naming the variables that are missing */
export const uploadSettings = () => read(StorageSettings);

/** How fast one may send; the contract's default where the deployment does not say otherwise. */
export function sendLimits(): { user: Rate; connection: Rate } {
  const settings = read(SendLimits);
  const { user, connection } = defaultSendLimits;
  return {
    user: {
      burst: settings.SEND_BURST ?? user.burst,
      perSecond: settings.SEND_PER_SECOND ?? user.perSecond,
    },
    connection: {
      burst: settings.FRAME_BURST ?? connection.burst,
      perSecond: settings.FRAMES_PER_SECOND ?? connection.perSecond,
    },
  };
}

/** Which KMS keys' access tokens hold. @throws at start, naming the variable if it is missing */
export const trustedKeyIds = () => read(TrustedKeySettings).TRUSTED_KEY_IDS.split(",");

/** Which KMS key signs access tokens. @throws at start, naming the variable if it is missing */
export const signingKeyId = () => read(SigningSettings).SIGNING_KEY_ID;

import * as z from "zod/mini";
import { defaultSendLimits } from "../../contract/limits.ts";
import type { Rate } from "../domain/rate.ts";
import { DataApiSettings, type DatabaseSettings, PoolSettings } from "../platform/database/settings.ts";
import { StorageSettings } from "../platform/storage/settings.ts";

const DeliverySettings = z.object({ DELIVERY_QUEUE_URL: z.url() });

const WebPushQueueSettings = z.object({ WEB_PUSH_QUEUE_URL: z.url() });
const LinkPreviewsSettings = z.object({ LINK_PREVIEWS_QUEUE_URL: z.url() });
const ReadsSettings = z.object({ READS_QUEUE_URL: z.url() });

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

const list = z.pipe(
  z.string(),
  z.transform((text) => text.split(",")),
);

const CallVariables = z.object({
  STUN_URLS: z.optional(list),
  TURN_URLS: z.optional(list),
  TURN_SECRET_PARAMETER: z.optional(z.string()),
  CALLS_RELAYED: z.optional(z.literal("true")),
});

const WebPushKeySettings = z.object({ PUSH_KEY_ID: z.string().check(z.minLength(1)) });
const WebPushContactSettings = z.object({ PUSH_CONTACT: z.string().check(z.minLength(1)) });
const OutboundSettings = z.object({ TRUSTED_ORIGINS: z.optional(z.string()) });
const SiteBucketSettings = z.object({ SITE_BUCKET: z.optional(z.string().check(z.minLength(1))) });
const SiteSettings = z.object({ SITE_URL: z.url() });

const TrustedKeySettings = z.object({ TRUSTED_KEY_IDS: z.string().check(z.minLength(1)) });
const SigningSettings = z.object({ SIGNING_KEY_ID: z.string().check(z.minLength(1)) });

const FirstSignUpRuleSettings = z.object({ FIRST_SIGN_UP_RULE: z.enum(["open", "invited"]) });

/**
 * Reads settings from the environment. Handlers call it while they load, so that a deployment fails at start-up.
 *
 * @throws an error that names each missing or invalid variable
 */
function read<S extends z.ZodMiniType>(schema: S): z.output<S> {
  const result = schema.safeParse(process.env);
  if (result.success) return result.data;
  const names = result.error.issues.map((issue) => issue.path.join("."));
  throw new Error(`These environment variables are missing or invalid: ${names.join(", ")}`);
}

/** Where the database is, and how to reach it. */
export const databaseSettings = (): DatabaseSettings =>
  process.env.DATABASE_ENDPOINT === undefined ? read(DataApiSettings) : read(PoolSettings);

/** The URL of the delivery queue. */
export const deliveryQueueUrl = () => read(DeliverySettings).DELIVERY_QUEUE_URL;

/** The URL of the Web Push queue. */
export const webPushQueueUrl = () => read(WebPushQueueSettings).WEB_PUSH_QUEUE_URL;

/** The URL of the queue for link previews. */
export const linkPreviewsQueueUrl = () => read(LinkPreviewsSettings).LINK_PREVIEWS_QUEUE_URL;

/** The origins that the operator exempts from the rule that outbound requests go to public addresses only. */
export const trustedOrigins = () => read(OutboundSettings).TRUSTED_ORIGINS?.split(",") ?? [];

/** The URL of the queue for `read` frames. */
export const readsQueueUrl = () => read(ReadsSettings).READS_QUEUE_URL;

/** The servers for calls. */
export interface CallSettings {
  stunUrls: readonly string[];
  turnUrls: readonly string[];
  /** The name of the parameter with the secret of the TURN servers. */
  turnSecretParameter: string | undefined;
  /** Whether media goes through TURN servers only. */
  isRelayed: boolean;
}

export function callSettings(): CallSettings {
  const { STUN_URLS, TURN_URLS, TURN_SECRET_PARAMETER, CALLS_RELAYED } = read(CallVariables);
  return {
    stunUrls: STUN_URLS ?? [],
    turnUrls: TURN_URLS ?? [],
    turnSecretParameter: TURN_SECRET_PARAMETER,
    isRelayed: CALLS_RELAYED === "true",
  };
}

/** The KMS key that signs Web Push requests. */
export const webPushKeyId = () => read(WebPushKeySettings).PUSH_KEY_ID;

/** The operator's address for push services. */
export const webPushContact = () => read(WebPushContactSettings).PUSH_CONTACT;

/** The address of the page: `https://chat.example.com`. */
export const siteUrl = () => read(SiteSettings).SITE_URL;

/** The URL of the mail queue, or undefined in a deployment that sends no e-mails. */
export const mailQueueUrl = () => read(MailQueueSettings).MAIL_QUEUE_URL;

/** The URL of the mail queue, for the mail function itself. */
export const ownMailQueueUrl = () => read(z.required(MailQueueSettings)).MAIL_QUEUE_URL;

/** The sender address of e-mails, which SES has verified. */
export const mailFrom = () => read(MailSettings).MAIL_FROM;

/** The bucket of files. */
export const uploadSettings = () => read(StorageSettings);

/** The bucket of the page's files, or undefined in a deployment without a distribution. */
export const siteBucketName = () => read(SiteBucketSettings).SITE_BUCKET;

/** The send limits of a user and of a connection. The contract has the defaults. */
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

/** The KMS keys whose access tokens are valid. */
export const trustedKeyIds = () => read(TrustedKeySettings).TRUSTED_KEY_IDS.split(",");

/** The KMS key that signs access tokens. */
export const signingKeyId = () => read(SigningSettings).SIGNING_KEY_ID;

/** The sign-up rule of a new workspace. */
export const firstSignUpRule = () => read(FirstSignUpRuleSettings).FIRST_SIGN_UP_RULE;

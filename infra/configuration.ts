import type { Node } from "constructs";
import * as z from "zod";
import { defaultSendLimits } from "../contract/limits.ts";
import { type Profile, type ProfileName, profiles } from "./profiles.ts";

/** Accepts JSON from cdk.json, and JSON as text from the command line. */
const json = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (typeof value === "string" ? JSON.parse(value) : value), schema);

const Rate = z.object({ burst: z.number().min(1), perSecond: z.number().positive() });

/** A STUN server learns the address of a participant, and nothing else. */
const publicStun = "stun:stun.cloudflare.com:3478";

const keyNumber = z.number().int().min(1);

const Context = z.object({
  profile: z.enum(Object.keys(profiles) as [ProfileName, ...ProfileName[]]).default("prod"),
  /** The sender's address of e-mails. Without it, ChatFlow sends none. */
  mailFrom: z.email("must be an e-mail address").optional(),
  /** The sign-up rule of a new workspace. By default, the profile decides. */
  signUp: z.enum(["open", "invited"], "must be open or invited").optional(),
  /** A custom domain name, with its Route 53 zone or with a certificate for it in us-east-1. */
  domain: json(
    z
      .strictObject({
        name: z.string().min(1),
        hostedZone: z.strictObject({ hostedZoneId: z.string(), zoneName: z.string() }).optional(),
        certificateArn: z.string().startsWith("arn:aws:acm:us-east-1:", "must be in us-east-1").optional(),
      })
      .refine(
        ({ hostedZone, certificateArn }) => hostedZone !== undefined || certificateArn !== undefined,
        "needs a hostedZone, or a certificateArn",
      ),
  ).optional(),
  /** The address that alarms are sent to. */
  alarmEmail: z.email("must be an e-mail address").optional(),
  /** How many messages a user may send, and how many frames a connection may send. */
  sendLimits: json(
    z.strictObject({
      user: Rate.default(defaultSendLimits.user),
      connection: Rate.default(defaultSendLimits.connection),
    }),
  ).default(defaultSendLimits),
  /**
   * The number of the key that signs access tokens, the numbers of the trusted keys (by default only the signing one),
   * and the lowest number that still has a key.
   */
  signingKey: json(
    z
      .strictObject({
        signs: keyNumber.default(1),
        trusts: z.array(keyNumber).min(1).optional(),
        oldest: keyNumber.default(1),
      })
      .transform(({ trusts, ...keys }) => ({ ...keys, trusts: trusts ?? [keys.signs] }))
      .refine(({ signs, trusts }) => trusts.includes(signs), "must trust the key that signs")
      .refine(({ oldest, trusts }) => Math.min(...trusts) >= oldest, "must keep the keys that it trusts"),
  ).prefault({}),
  /** The number of the key that the distribution sends to the APIs, and the numbers of those that they accept. */
  edgeKey: json(
    z
      .strictObject({ sends: keyNumber.default(1), accepts: z.array(keyNumber).min(1).optional() })
      .transform(({ sends, accepts }) => ({ sends, accepts: accepts ?? [sends] }))
      .refine(({ sends, accepts }) => accepts.includes(sends), "must accept the key that it sends"),
  ).prefault({}),
  /** False removes the protection of `prod` and `scale` against `cdk destroy`. Messages and files remain even then. */
  protectData: json(z.boolean()).default(true),
  /** A cluster that was restored from a backup. The functions use it instead of the stack's own. */
  restoredDatabase: json(z.strictObject({ arn: z.string(), secretArn: z.string() })).optional(),
  /**
   * How SES trusts the sender's address. `address` creates an identity for it, and SES sends it a confirmation request.
   * `domain` creates an identity for its domain, with DKIM. `existing` leaves it to you.
   */
  mailIdentity: z.enum(["address", "domain", "existing"]).default("address"),
  /**
   * For an emulator without Aurora and CloudFront: only the application stack, with an existing database and address,
   * and with other endpoints for some services (`{"RDS_DATA":"http://…"}`).
   */
  applicationOnly: json(
    z.strictObject({
      databaseArn: z.string(),
      databaseSecretArn: z.string(),
      siteUrl: z.url(),
      /** The WebSocket API's management endpoint. `{apiId}` is replaced by the API's id. */
      managementEndpoint: z.string(),
      endpoints: z.record(z.string(), z.url()).default({}),
      /** Resource types that the emulator does not support. They are left out of the template. */
      without: z.array(z.string()).default([]),
    }),
  ).optional(),
  /**
   * How calls find their way between networks. `stun` and `turn` are addresses such as `stun:stun.example.com:3478`.
   * `turnSecretParameter` is the name of the SecureString parameter with the secret that the TURN servers share. With
   * `isRelayed`, media goes through the TURN servers only.
   */
  calls: json(
    z
      .strictObject({
        stun: z
          .array(z.string().regex(/^stuns?:[^,\s]+$/, "must be addresses like stun:host:3478"))
          .default([publicStun]),
        turn: z
          .array(z.string().regex(/^turns?:[^,\s]+$/, "must be addresses like turn:host:3478"))
          .default([]),
        turnSecretParameter: z.string().startsWith("/", "must start with a slash").optional(),
        isRelayed: z.boolean().default(false),
      })
      .refine(
        ({ turn, turnSecretParameter }) => turn.length === 0 || turnSecretParameter !== undefined,
        "needs a turnSecretParameter for its TURN servers",
      )
      .refine(({ turn, isRelayed }) => !isRelayed || turn.length > 0, "needs TURN servers to relay media"),
  ).prefault({}),
  /**
   * The maximum number of delivery functions that run simultaneously. By default, the profile decides. Lambda allows 2 to
   * 1,000 per queue.
   */
  deliveryConcurrency: json(z.number().int().min(2).max(1_000)).optional(),
  /**
   * Whether the functions reserve the concurrency that the profile sets. A new account has too little of it, and Lambda
   * would refuse the deployment.
   */
  reserveConcurrency: json(z.boolean()).default(false),
  /**
   * Origins that the functions may call although they are not public: a push service in your own network, for example.
   * Users supply such addresses, so name only hosts that every user may reach.
   */
  trustedOrigins: json(
    z.array(
      z
        .url()
        .refine((origin) => new URL(origin).origin === origin, "must be an origin: https://push.example"),
    ),
  ).default([]),
});

/** The configuration of one deployment. */
export interface Configuration extends Omit<z.infer<typeof Context>, "profile"> {
  readonly profile: Profile;
}

/**
 * Validates the context, and resolves its profile.
 *
 * @throws {Error} naming each invalid setting
 */
export function parseConfiguration(context: Readonly<Record<string, unknown>>): Configuration {
  const result = Context.safeParse(context);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new Error(`The context is invalid:\n${problems.join("\n")}`);
  }
  const profile = profiles[result.data.profile];
  if (result.data.restoredDatabase && profile.pool) {
    throw new Error(
      "The context is invalid:\nrestoredDatabase: register the cluster as the proxy's target instead",
    );
  }
  return { ...result.data, profile };
}

/** Reads the configuration from the context, which merges cdk.json and `-c KEY=VALUE` arguments. */
export const readConfiguration = (node: Node): Configuration =>
  parseConfiguration(
    Object.fromEntries(Object.keys(Context.shape).map((key) => [key, node.tryGetContext(key)])),
  );

import type { Node } from "constructs";
import * as z from "zod";
import { defaultSendLimits } from "../contract/limits.ts";
import { type Profile, type ProfileName, profiles } from "./profiles.ts";

/** Context is JSON in cdk.json, and text on the command line. */
const json = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (typeof value === "string" ? JSON.parse(value) : value), schema);

const Rate = z.object({ burst: z.number().positive(), perSecond: z.number().positive() });

const keyNumber = z.number().int().min(1);

const Context = z.object({
  profile: z.enum(Object.keys(profiles) as [ProfileName, ...ProfileName[]]).default("prod"),
  /** The address that mails are from; none are sent without one. */
  mailFrom: z.email("must be an e-mail address").optional(),
  /** A name of one's own, with the Route 53 zone that it is in, or else a certificate in us-east-1 for it. */
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
  /** Who is written to when an alarm goes off. */
  alarmEmail: z.email("must be an e-mail address").optional(),
  /** How fast one may send. */
  sendLimits: json(
    z.strictObject({
      user: Rate.default(defaultSendLimits.user),
      connection: Rate.default(defaultSendLimits.connection),
    }),
  ).default(defaultSendLimits),
  /** Which key signs access tokens, which are trusted (that one, unless it says more), and the oldest that is kept. */
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
  /**
   * For an emulator without Aurora and CloudFront: the application alone, with a database and an address that are there
   * already, and other endpoints for some services (`{"RDS_DATA":"http://…"}`).
   */
  applicationOnly: json(
    z.strictObject({
      databaseArn: z.string(),
      databaseSecretArn: z.string(),
      siteUrl: z.url(),
      /** Of the WebSocket API; `{apiId}` stands for its id. */
      managementEndpoint: z.string(),
      endpoints: z.record(z.string(), z.url()).default({}),
      /** Types of resources that the emulator does not know, and does without. */
      without: z.array(z.string()).default([]),
    }),
  ).optional(),
  /** Whether some of the account's concurrency is set apart, as the profile says. */
  reserveConcurrency: json(z.boolean()).default(true),
});

/** How this deployment of ChatFlow is to be. */
export interface Configuration extends Omit<z.infer<typeof Context>, "profile"> {
  readonly profile: Profile;
}

/** @throws naming each setting that does not fit */
export function parseConfiguration(context: Readonly<Record<string, unknown>>): Configuration {
  const result = Context.safeParse(context);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new Error(`The context does not fit:\n${problems.join("\n")}`);
  }
  return { ...result.data, profile: profiles[result.data.profile] };
}

/** The configuration as the context of cdk.json has it, and `-c KEY=VALUE` of the command line. */
export const readConfiguration = (node: Node): Configuration =>
  parseConfiguration(
    Object.fromEntries(Object.keys(Context.shape).map((key) => [key, node.tryGetContext(key)])),
  );

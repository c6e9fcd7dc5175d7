import type { ChatFlowProps } from "../chatflow.ts";

/** One configuration of the app whose templates the tests inspect. */
export interface Variant {
  /** As `-c KEY=VALUE` sets it. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly home?: ChatFlowProps["home"];
}

const mailFrom = "chat@example.com";

export const variants = {
  dev: { context: { profile: "dev", mailFrom } },
  prod: { context: { profile: "prod", mailFrom } },
  /** Equal to `prod`, to show that synthesizing twice has the same result. */
  prodAgain: { context: { profile: "prod", mailFrom } },
  scale: { context: { profile: "scale", mailFrom } },
  prodUnprotected: {
    context: {
      profile: "prod",
      mailFrom,
      protectData: "false",
      restoredDatabase: {
        arn: "arn:aws:rds:us-east-1:111122223333:cluster:restored",
        secretArn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:restored",
      },
    },
  },
  scaleUnprotected: {
    context: {
      profile: "scale",
      mailFrom,
      protectData: "false",
      mailIdentity: "existing",
      deliveryConcurrency: "2",
    },
  },
  withoutMail: { context: {} },
  withReservedConcurrency: { context: { mailFrom, reserveConcurrency: "true" } },
  withDomain: {
    context: {
      mailFrom,
      calls: '{"turn":["turn:turn.example.com:3478"],"turnSecretParameter":"/chatflow/turn"}',
      mailIdentity: "domain",
      domain: {
        name: "chat.example.com",
        hostedZone: { hostedZoneId: "Z1", zoneName: "example.com" },
      },
    },
  },
  inFrankfurt: { context: { mailFrom }, home: { account: "111122223333", region: "eu-central-1" } },
} satisfies Record<string, Variant>;

export type VariantName = keyof typeof variants;

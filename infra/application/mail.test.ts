import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ref } from "../testing/canonical.ts";
import { isAllowed, statementsOf } from "../testing/policies.ts";
import { templateOf } from "../testing/templates.ts";
import type { VariantName } from "../testing/variants.ts";

const Policy = z.looseObject({ PolicyDocument: z.unknown() });

/** Whether the mail function may send an e-mail, as SES asks IAM for each resource that takes part. */
function maySend(variant: VariantName, from: string, resource: string): boolean {
  const statements = Object.entries(templateOf(variant, "application").findResources("AWS::IAM::Policy"))
    .filter(([id]) => id.startsWith("MailFunctionRole"))
    .flatMap(([, { Properties }]) => statementsOf(Policy.parse(Properties).PolicyDocument));
  const [partition, region, account] = ["Partition", "Region", "AccountId"].map((name) =>
    ref(`AWS::${name}`),
  );
  return isAllowed(statements, {
    caller: { arn: "the function's role" },
    action: "ses:SendEmail",
    resource: `arn:${partition}:ses:${region}:${account}:${resource}`,
    context: { "ses:FromAddress": from },
  });
}

describe("The mail function may send", () => {
  test("from the sender's address to anyone, even in SES's sandbox, which asks for the recipient's identity", () => {
    const from = "chat@example.com";
    for (const identity of [from, "example.com", "ann@elsewhere.example", "elsewhere.example"]) {
      const isAllowed = maySend("prod", from, `identity/${identity}`);
      expect({ identity, isAllowed }).toEqual({ identity, isAllowed: true });
    }
  });

  test("with the configuration set of an existing identity, for which SES asks as well", () => {
    expect(maySend("scaleUnprotected", "chat@example.com", "configuration-set/bounces")).toBe(true);
  });

  test("from no other address", () => {
    expect(maySend("prod", "boss@example.com", "identity/example.com")).toBe(false);
    expect(maySend("prod", "boss@example.com", "configuration-set/bounces")).toBe(false);
  });
});

describe("The identity of the sender", () => {
  const identitiesOf = (variant: VariantName) =>
    Object.values(templateOf(variant, "application").findResources("AWS::SES::EmailIdentity")).map(
      ({ Properties }) => Properties.EmailIdentity,
    );

  test("is its address by default", () => {
    expect(identitiesOf("prod")).toEqual(["chat@example.com"]);
  });

  test("is not created if it exists already, because that would fail", () => {
    expect(identitiesOf("scaleUnprotected")).toEqual([]);
    expect(maySend("scaleUnprotected", "chat@example.com", "identity/example.com")).toBe(true);
  });

  test("can be its domain, with the DKIM records in the domain's zone", () => {
    expect(identitiesOf("withDomain")).toEqual(["example.com"]);
    const records = templateOf("withDomain", "application").findResources("AWS::Route53::RecordSet", {
      Properties: { Type: "CNAME", HostedZoneId: "Z1" },
    });
    expect(Object.keys(records)).toHaveLength(3);
  });
});

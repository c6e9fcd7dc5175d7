import type { ManagementApi } from "./apigateway/management-api.ts";
import { WebSocketApi } from "./apigateway/websocket-api.ts";
import { Distribution, type Origin } from "./cloudfront/distribution.ts";
import { databaseNames } from "./deployment/database-names.ts";
import { DeployedTriggers } from "./deployment/deployed-triggers.ts";
import { Deployer } from "./deployment/deployer.ts";
import type { Schedule } from "./events/schedule.ts";
import type { Faults } from "./faults.ts";
import type { LambdaFunction } from "./lambda/function.ts";
import { listenAt } from "./listen.ts";
import { type Log, silentLog } from "./log.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./postgres/embedded.ts";
import type { Standby } from "./postgres/standby.ts";
import type { DataApi } from "./rds-data/data-api.ts";
import { startDatabasePool } from "./rds-proxy/database-pool.ts";
import { Releases } from "./releases.ts";
import type { S3 } from "./s3/s3.ts";
import { startServices } from "./services.ts";
import type { Ses, SesSandbox } from "./ses/ses.ts";
import type { Sqs } from "./sqs/sqs.ts";
import { CloudTemplate } from "./template.ts";

export interface StackOptions {
  /** The cloud assembly to serve. The database starts while a promised one is synthesized. */
  assembly: string | Promise<string>;
  /** The folder for data that survives restarts. */
  dataFolder: string;
  port?: number;
  host?: string;
  awsPort?: number;
  /** A PostgreSQL server to use instead of the embedded one. */
  databaseUrl?: string | undefined;
  log?: Log;
  /** The program that runs a function's bundle. By default, the local stack's own. */
  instanceProgram?: string | undefined;
  /** Shorter WebSocket limits, for tests that cannot wait ten minutes. */
  webSocketTimes?: { idleMs: number; connectionMs: number };
  /** The minimum delay of database readers behind the writer, in milliseconds, if the assembly has readers. */
  readerDelayMs?: number;
  /** Settings of the embedded database server, as `NAME=VALUE`, for tests that need no durability. */
  postgresSettings?: readonly string[];
  /** Multiplies the delays of queued jobs (presence, retries), for tests that cannot wait for them. Default 1. */
  queueDelayScale?: number;
  /** Puts the account into SES's sandbox. By default, it has production access. */
  sesSandbox?: SesSandbox | undefined;
  /**
   * Environment variables of every function, in addition to the template's. An operator could set them in the console.
   */
  environment?: Readonly<Record<string, string>> | undefined;
}

/** ChatFlow on this machine: PostgreSQL, the emulated AWS services, and everything that the template declares. */
export interface RunningStack {
  /** The product's address: `http://localhost:3000`. */
  url: string;
  /** The endpoint for AWS clients. */
  awsUrl: string;
  databaseUrl: string;
  /** The ARNs by which the Data API knows the database. */
  database: { resourceArn: string; secretArn: string };
  webSocketApi: WebSocketApi;
  dataApi: DataApi;
  management: ManagementApi;
  sqs: Sqs;
  s3: S3;
  ses: Ses;
  /** Makes the functions' calls to AWS fail. */
  faults: Faults;
  /** The embedded database server. Undefined with `databaseUrl`. */
  postgres: EmbeddedPostgres | undefined;
  /** The server behind the reader endpoints, if the assembly has readers. */
  standby: Standby | undefined;
  functions(): ReadonlyMap<string, LambdaFunction>;
  schedules(): readonly Schedule[];
  /** Deploys another assembly, like a second `cdk deploy`. Connections stay open. */
  deploy(assembly: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts everything and deploys the assembly. The returned stack serves requests.
 * @throws if any step fails, after releasing what the earlier steps have started
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const releases = new Releases();
  try {
    return await startAll(options, releases);
  } catch (error) {
    // The first error explains the failure. An error of a release would only hide it.
    await releases.run().catch((failed: unknown) => options.log?.line(String(failed)));
    throw error;
  }
}

async function startAll(options: StackOptions, releases: Releases): Promise<RunningStack> {
  const { dataFolder, log = silentLog, host = "localhost" } = options;
  // Waits for both, even if one fails, because only a server that has started can be stopped.
  const [started, synthesized] = await Promise.allSettled([
    startPostgres(options, releases),
    options.assembly,
  ]);
  const postgres = settledValue(started);
  const template = new CloudTemplate(settledValue(synthesized));
  const database = databaseNames(template);
  const { pool, databaseUrl } = await startPool(template, postgres, options, releases);
  const { awsPort: port = 0, queueDelayScale, sesSandbox } = options;
  const serviceOptions = { dataFolder, databaseUrl, database, port, queueDelayScale, sesSandbox, log };
  const services = await startServices(serviceOptions, releases);

  // Listens before it can serve, because the functions' environment contains its address.
  const distribution = new Distribution();
  const site = await listenAt(host, options.port ?? 0, () => distribution.createServer());
  const closeSite = () => {
    for (const server of site.servers) server.close();
  };
  releases.add(() => {
    closeSite();
    for (const server of site.servers) server.closeAllConnections();
  });
  const url = `http://${host}:${site.port}`;

  const deployer = new Deployer({
    services,
    addresses: { aws: services.url, site: url, pool, environment: options.environment },
    log,
    instanceProgram: options.instanceProgram,
    deployedTriggers: new DeployedTriggers(postgres?.folder),
    onSwitch: (deployment) => {
      webSocketApi.configure(deployment.webSocketApi);
      distribution.configure(deployment.behaviors(webSocketOrigin));
    },
  });
  const first = await deployer.prepare(template);
  const webSocketApi = new WebSocketApi(first.webSocketApi, options.webSocketTimes);
  const webSocketOrigin: Origin = {
    type: "websocket",
    handleUpgrade: (request, socket, head) => webSocketApi.handleUpgrade(request, socket, head),
  };
  services.management.add(webSocketApi);
  releases.add(() => deployer.stop());
  // The functions must still run when the connections close, because they handle $disconnect.
  releases.add(() => {
    closeSite();
    return webSocketApi.close();
  });
  await deployer.switchTo(first);

  return {
    ...services,
    url,
    awsUrl: services.url,
    databaseUrl,
    database,
    webSocketApi,
    postgres,
    standby: pool.standby,
    functions: () => deployer.current?.functions ?? new Map(),
    schedules: () => deployer.current?.schedules ?? [],
    deploy: (assembly) => deployer.deploy(new CloudTemplate(assembly)),
    stop: () => releases.run(),
  };
}

function settledValue<T>(result: PromiseSettledResult<T>): T {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** Starts the embedded database server, unless the options name another one. */
async function startPostgres(
  { dataFolder, databaseUrl, postgresSettings }: StackOptions,
  releases: Releases,
): Promise<EmbeddedPostgres | undefined> {
  if (databaseUrl !== undefined) return undefined;
  const postgres = await startEmbeddedPostgres(dataFolder, postgresSettings);
  releases.add(() => postgres.stop());
  return postgres;
}

async function startPool(
  template: CloudTemplate,
  postgres: EmbeddedPostgres | undefined,
  { dataFolder, databaseUrl: ownUrl, readerDelayMs = 0 }: StackOptions,
  releases: Releases,
) {
  const databaseUrl = ownUrl ?? postgres?.url ?? "";
  const pool = await startDatabasePool(
    template,
    { dataFolder, databaseUrl, postgres, readerDelayMs },
    releases,
  );
  return { pool, databaseUrl };
}

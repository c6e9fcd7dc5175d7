import { join } from "node:path";
import { ManagementApi } from "./apigateway/management-api.ts";
import { startAwsEndpoint } from "./aws-endpoint.ts";
import type { DatabaseNames } from "./deployment/database-names.ts";
import { Faults } from "./faults.ts";
import { Kms } from "./kms/kms.ts";
import { InvokeApi } from "./lambda/invoke-api.ts";
import type { Log } from "./log.ts";
import { DataApi } from "./rds-data/data-api.ts";
import type { Releases } from "./releases.ts";
import { S3 } from "./s3/s3.ts";
import { Ses, type SesSandbox } from "./ses/ses.ts";
import { Sqs } from "./sqs/sqs.ts";

/** The emulated AWS services, and the address at which AWS clients reach them. */
export interface Services {
  url: string;
  dataApi: DataApi;
  kms: Kms;
  management: ManagementApi;
  sqs: Sqs;
  s3: S3;
  ses: Ses;
  lambda: InvokeApi;
  faults: Faults;
}

export interface ServicesOptions {
  dataFolder: string;
  databaseUrl: string;
  database: DatabaseNames;
  /** 0 picks a free port. */
  port: number;
  queueDelayScale: number | undefined;
  sesSandbox: SesSandbox | undefined;
  log: Log;
}

/** Starts the emulated AWS services. */
export async function startServices(
  { dataFolder, databaseUrl, database, port, queueDelayScale, sesSandbox, log }: ServicesOptions,
  releases: Releases,
): Promise<Services> {
  const dataApi = new DataApi(databaseUrl, database.resourceArn, database.secretArn);
  releases.add(() => dataApi.close());
  const sqs = new Sqs(join(dataFolder, "sqs.json"), queueDelayScale);
  releases.add(() => sqs.close());
  const ses = new Ses(
    join(dataFolder, "ses.json"),
    ({ Destination, Subject }) =>
      log.line(`e-mail to ${Destination.ToAddresses.join(", ")}: ${Subject} (${endpoint.url}/outbox)`),
    sesSandbox,
  );
  releases.add(() => ses.close());
  const kms = new Kms(join(dataFolder, "kms"));
  const s3 = new S3(join(dataFolder, "s3"));
  const management = new ManagementApi();
  const lambda = new InvokeApi();
  const faults = new Faults();
  const services = { dataApi, kms, sqs, s3, ses, management, lambda };
  const endpoint = await startAwsEndpoint(services, faults, port);
  releases.add(() => endpoint.close());
  return { url: endpoint.url, ...services, faults };
}

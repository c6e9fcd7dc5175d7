import { join } from "node:path";
import { ManagementApi } from "../apigateway/management-api.ts";
import { startAwsEndpoint } from "../aws-endpoint.ts";
import { Faults } from "../faults.ts";
import { Kms } from "../kms/kms.ts";
import { InvokeApi } from "../lambda/invoke-api.ts";
import { DataApi } from "../rds-data/data-api.ts";
import { S3 } from "../s3/s3.ts";
import { Ses } from "../ses/ses.ts";
import { Sqs } from "../sqs/sqs.ts";

/** The database's names for functions that run in another emulator. */
export const databaseNames = {
  resourceArn: "arn:aws:rds:us-east-1:000000000000:cluster:chatflow",
  secretArn: "arn:aws:secretsmanager:us-east-1:000000000000:secret:chatflow",
};

/** The sender of e-mails in that emulator. */
export const mailFrom = "chatflow@example.com";

export interface ServiceOptions {
  databaseUrl: string;
  dataFolder: string;
  port?: number;
  host?: string;
}

/**
 * The services that other emulators lack: the Data API on a PostgreSQL server, and SES with its outbox. They
 * have one address.
 */
export async function startServices({ databaseUrl, dataFolder, port = 0, host }: ServiceOptions): Promise<{
  url: string;
  stop: () => Promise<void>;
}> {
  const dataApi = new DataApi(databaseUrl, databaseNames.resourceArn, databaseNames.secretArn);
  const ses = new Ses(join(dataFolder, "ses.json"), () => {});
  ses.configure([mailFrom]);
  const services = {
    dataApi,
    ses,
    kms: new Kms(join(dataFolder, "kms")),
    lambda: new InvokeApi(),
    management: new ManagementApi(),
    s3: new S3(join(dataFolder, "s3")),
    sqs: new Sqs(join(dataFolder, "sqs.json")),
  };
  const endpoint = await startAwsEndpoint(services, new Faults(), port, host);
  return {
    url: endpoint.url,
    stop: async () => {
      endpoint.close();
      services.sqs.close();
      ses.close();
      await dataApi.close();
    },
  };
}

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "selfsigned";
import * as z from "zod";
import type { EmbeddedPostgres } from "../postgres/embedded.ts";
import { type Standby, startStandby } from "../postgres/standby.ts";
import type { Releases } from "../releases.ts";
import type { CloudTemplate } from "../template.ts";
import { RdsProxy } from "./rds-proxy.ts";

/** The endpoints of RDS Proxy that a template declares. */
export interface DatabasePool {
  /** `HOST:PORT` by the logical id of the proxy or of its additional endpoint. */
  endpoints: ReadonlyMap<string, string>;
  /** The certificate authority of the endpoints. Undefined without endpoints. */
  authorityFile: string | undefined;
  /** The server behind the reader endpoints, if the local stack runs the database. */
  standby: Standby | undefined;
}

const none: DatabasePool = {
  endpoints: new Map(),
  authorityFile: undefined,
  standby: undefined,
};

export interface DatabasePoolOptions {
  dataFolder: string;
  databaseUrl: string;
  /** The server at that address, if the local stack runs it. */
  postgres: EmbeddedPostgres | undefined;
  /** The minimum delay of readers behind the writer, in milliseconds. */
  readerDelayMs: number;
}

/** Starts the template's RDS Proxy endpoints, with a standby behind the reader endpoints. */
export async function startDatabasePool(
  template: CloudTemplate,
  { dataFolder, databaseUrl, postgres, readerDelayMs }: DatabasePoolOptions,
  releases: Releases,
): Promise<DatabasePool> {
  const proxies = template.resources("AWS::RDS::DBProxy", z.unknown());
  const further = template.resources("AWS::RDS::DBProxyEndpoint", z.object({ TargetRole: z.string() }));
  if (proxies.length === 0) return none;
  const certificate = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(Date.now() - 24 * 3600_000),
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
    ],
  });
  const authorityFile = join(dataFolder, "rds-proxy-authority.pem");
  await mkdir(dataFolder, { recursive: true });
  await writeFile(authorityFile, certificate.cert);
  const isRead = further.some(({ properties }) => properties.TargetRole === "READ_ONLY");
  const standby = isRead && postgres ? await startStandby(postgres, readerDelayMs) : undefined;
  if (standby) releases.add(() => standby.stop());
  const endpoints = new Map<string, string>();
  const start = async (logicalId: string, targetUrl: string) => {
    const proxy = await RdsProxy.start(targetUrl, { key: certificate.private, cert: certificate.cert });
    releases.add(() => proxy.close());
    endpoints.set(logicalId, proxy.endpoint);
  };
  for (const { logicalId } of proxies) await start(logicalId, databaseUrl);
  for (const { logicalId, properties } of further) {
    const isReader = properties.TargetRole === "READ_ONLY";
    await start(logicalId, (isReader ? standby?.url : undefined) ?? databaseUrl);
  }
  return {
    endpoints,
    authorityFile,
    standby,
  };
}

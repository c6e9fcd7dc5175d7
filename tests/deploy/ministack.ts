import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";
import { buildSite } from "../../infra/edge/build-site.ts";
import { deployApplication } from "../../localstack/containers/application.ts";
import { createFront } from "../../localstack/containers/front.ts";
import { databaseNames, startServices } from "../../localstack/containers/services.ts";
import { freePort, listen } from "../../localstack/listen.ts";
import { startEmbeddedPostgres } from "../../localstack/postgres/embedded.ts";
import { eventually } from "../support/eventually.ts";
import { pythonTool } from "./python-tool.ts";

/**
 * Starts MiniStack, which emulates the services of the application stack except the database. Needs Python 3 and PyPI.
 */
async function startMiniStack(port: number, folder: string): Promise<ChildProcess> {
  const program = pythonTool("ministack", "1.5.33", "ministack", ["cryptography==50.0.2"]);
  const child = spawn(program, {
    env: {
      ...process.env,
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      IOT_MTLS_ENABLED: "0",
      // It leaves the unpacked functions behind.
      TMPDIR: folder,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // The process must not outlive a failed start.
  process.once("exit", () => child.kill("SIGKILL"));
  const file = createWriteStream(join(folder, "ministack.log"));
  for (const stream of [child.stdout, child.stderr]) stream.pipe(file);
  await eventually(async () => {
    const { ok } = await fetch(`http://127.0.0.1:${port}/_localstack/health`);
    if (!ok) throw new Error("MiniStack is not ready");
  });
  return child;
}

/** An application stack on MiniStack, its database and its page. */
export interface MiniStack {
  url: string;
  awsUrl: string;
  databaseUrl: string;
  database: { resourceArn: string; secretArn: string };
  stop: () => Promise<void>;
}

/**
 * Deploys the application stack to MiniStack with the CDK CLI. Our Data API and an embedded database stand in for
 * Aurora.
 *
 * @param folder  for data and logs
 */
export async function deployToMiniStack(folder: string): Promise<MiniStack> {
  const postgres = await startEmbeddedPostgres(folder);
  const services = await startServices({ databaseUrl: postgres.url, dataFolder: folder });
  const [port, frontPort] = [await freePort(), await freePort()];
  const miniStack = await startMiniStack(port, folder);

  const endpoint = `http://127.0.0.1:${port}`;
  const siteUrl = `http://localhost:${frontPort}`;
  const application = await deployApplication({ endpoint, servicesUrl: services.url, siteUrl, folder });
  const deployed = { application, site: await buildSite(), code: join(root, "infra/edge") };
  const front = createFront(endpoint, () => deployed);
  await listen(front, frontPort, "localhost");

  return {
    url: siteUrl,
    awsUrl: services.url,
    databaseUrl: postgres.url,
    database: databaseNames,
    stop: async () => {
      front.close();
      front.closeAllConnections();
      // A signal that it could handle does not end it. Its workers end with their input.
      miniStack.kill("SIGKILL");
      await services.stop();
      await postgres.stop();
    },
  };
}

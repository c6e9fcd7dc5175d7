import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { listen } from "../listen.ts";
import { Application, createFront, type Deployed } from "./front.ts";

const Settings = z.object({ AWS: z.url(), FOLDER: z.string(), PORT: z.coerce.number(), HOST: z.string() });
const { AWS, FOLDER, PORT, HOST } = Settings.parse(process.env);

/** The format that `deploy.ts` writes. */
const DeployedFile = z.object({ application: Application, site: z.string() });

function deployed(): Deployed | undefined {
  const file = join(FOLDER, "deployed.json");
  if (!existsSync(file)) return undefined;
  const { application, site } = DeployedFile.parse(JSON.parse(readFileSync(file, "utf8")));
  return { application, site: join(FOLDER, site), code: FOLDER };
}

/** The program of the container `front`. It serves the application after the first deployment. */
const server = createFront(AWS, deployed);
console.log(`The front listens on port ${await listen(server, PORT, HOST)}`);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));

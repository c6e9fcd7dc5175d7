import * as z from "zod";
import { startServices } from "./services.ts";

const Settings = z.object({
  DATABASE_URL: z.url(),
  DATA: z.string(),
  PORT: z.coerce.number(),
  HOST: z.string(),
});

/** The program of the container `services`. */
const { DATABASE_URL, DATA, PORT, HOST } = Settings.parse(process.env);
const { url } = await startServices({ databaseUrl: DATABASE_URL, dataFolder: DATA, port: PORT, host: HOST });
console.log(`The Data API and SES are at ${url}`);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));

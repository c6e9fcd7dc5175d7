import { resolve } from "node:path";
import * as z from "zod";

const Settings = z.object({
  /** Where the product is served; 0 picks a free port. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** The address to listen on. Only this machine, unless said otherwise. */
  HOST: z.string().default("localhost"),
  /** Where the AWS endpoints are served, for the functions and for the AWS CLI; 0 picks a free port. */
  AWS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** What must outlive a restart: the database, the signing key. */
  CHATFLOW_DATA: z
    .string()
    .default(".chatflow")
    .transform((path) => resolve(path)),
  /** A PostgreSQL server to use instead of the embedded one. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" }).optional(),
});
export type Settings = z.infer<typeof Settings>;

/** @throws an error that names each setting that does not fit */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const result = Settings.safeParse(environment);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
}

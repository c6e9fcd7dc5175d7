import { resolve } from "node:path";
import * as z from "zod";

const Settings = z.object({
  /** The product's port. 0 picks a free one. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** The address to listen on. By default, only this machine can connect. */
  HOST: z.string().default("localhost"),
  /** The port of the AWS endpoints, for functions and the AWS CLI. 0 picks a free one. */
  AWS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** The folder for data that survives restarts: the database, the signing key, files. */
  CHATFLOW_DATA: z
    .string()
    .default(".chatflow")
    .transform((path) => resolve(path)),
  /**
   * Puts the account into SES's sandbox, where a new AWS account is: SES sends to these addresses and domains only,
   * separated by commas.
   */
  SES_SANDBOX: z
    .string()
    .transform((list) => ({ recipients: list.split(",").map((each) => each.trim()) }))
    .optional(),
  /** A PostgreSQL server to use instead of the embedded one. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" }).optional(),
});
export type Settings = z.infer<typeof Settings>;

/** @throws an error that names each invalid setting */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const result = Settings.safeParse(environment);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
}

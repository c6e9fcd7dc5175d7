import * as z from "zod";

const DatabaseSettings = z.object({
  DATABASE_ARN: z.string().min(1),
  DATABASE_SECRET_ARN: z.string().min(1),
  DATABASE_NAME: z.string().min(1),
});
export type DatabaseSettings = z.infer<typeof DatabaseSettings>;

const SigningSettings = z.object({ SIGNING_KEY_ID: z.string().min(1) });

function read<S extends z.ZodType>(schema: S): z.output<S> {
  const result = schema.safeParse(process.env);
  if (result.success) return result.data;
  const names = result.error.issues.map((issue) => issue.path.join("."));
  throw new Error(`These environment variables are missing or empty: ${names.join(", ")}`);
}

/** Where the database is. @throws at start, naming the variables that are missing */
export const databaseSettings = () => read(DatabaseSettings);

/** Which KMS key signs access tokens. @throws at start, naming the variable if it is missing */
export const signingKeyId = () => read(SigningSettings).SIGNING_KEY_ID;

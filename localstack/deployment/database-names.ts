import * as z from "zod";
import { account, type CloudTemplate, region } from "../template.ts";

const Settings = z.object({
  Environment: z.object({
    Variables: z.object({ DATABASE_ARN: z.string(), DATABASE_SECRET_ARN: z.string() }),
  }),
});

/** The ARNs of the cluster and its secret, as the Data API's callers pass them. */
export interface DatabaseNames {
  resourceArn: string;
  secretArn: string;
}

/** Reads the names from the functions' environment. */
export function databaseNames(template: CloudTemplate): DatabaseNames {
  for (const { properties } of template.resources("AWS::Lambda::Function", z.unknown())) {
    const settings = Settings.safeParse(properties);
    if (settings.success) {
      const { DATABASE_ARN, DATABASE_SECRET_ARN } = settings.data.Environment.Variables;
      return { resourceArn: DATABASE_ARN, secretArn: DATABASE_SECRET_ARN };
    }
  }
  // The functions use RDS Proxy. The Data API is available under these names anyway.
  const name = `arn:aws:rds:${region}:${account}:cluster:chatflow`;
  return { resourceArn: name, secretArn: `${name}:secret` };
}

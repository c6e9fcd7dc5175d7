import { DescribeOrderableDBInstanceOptionsCommand, RDSClient } from "@aws-sdk/client-rds";
import type { Finding } from "./finding.ts";

/** Checks that the region offers Aurora Serverless v2 with the engine version of the template. */
export async function checkDatabase(region: string, engineVersion: string): Promise<Finding[]> {
  const subject = `Aurora PostgreSQL ${engineVersion} in ${region}`;
  const { OrderableDBInstanceOptions = [] } = await new RDSClient({ region }).send(
    new DescribeOrderableDBInstanceOptionsCommand({
      Engine: "aurora-postgresql",
      EngineVersion: engineVersion,
      DBInstanceClass: "db.serverless",
    }),
  );
  if (OrderableDBInstanceOptions.length > 0) {
    return [{ subject, verdict: "ok", detail: "available as Serverless v2" }];
  }
  const remedy =
    "Choose another region, or change the engine version in infra/data/database.ts to one that `aws rds describe-db-engine-versions --engine aurora-postgresql` lists.";
  return [{ subject, verdict: "problem", detail: "not available as Serverless v2", remedy }];
}

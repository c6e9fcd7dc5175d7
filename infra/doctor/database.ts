import {
  DescribeDBEngineVersionsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import type { Finding } from "./finding.ts";

/**
 * Checks that the region offers Aurora Serverless v2 with the version that AWS chooses for the template's major
 * version.
 */
export async function checkDatabase(region: string, majorVersion: string): Promise<Finding[]> {
  const subject = `Aurora PostgreSQL ${majorVersion} in ${region}`;
  const rds = new RDSClient({ region });
  const engine = { Engine: "aurora-postgresql" };
  const { DBEngineVersions = [] } = await rds.send(
    new DescribeDBEngineVersionsCommand({ ...engine, EngineVersion: majorVersion, DefaultOnly: true }),
  );
  const [chosen] = DBEngineVersions;
  const { OrderableDBInstanceOptions = [] } =
    chosen === undefined
      ? {}
      : await rds.send(
          new DescribeOrderableDBInstanceOptionsCommand({
            ...engine,
            EngineVersion: chosen.EngineVersion,
            DBInstanceClass: "db.serverless",
          }),
        );
  if (OrderableDBInstanceOptions.length > 0) {
    const detail = `${chosen?.EngineVersion} is available as Serverless v2`;
    if (chosen?.Status !== "deprecated") return [{ subject, verdict: "ok", detail }];
    const remedy = "Upgrade ChatFlow: a later release uses a newer major version.";
    return [{ subject, verdict: "warning", detail: `${detail}, but deprecated`, remedy }];
  }
  const remedy =
    "Choose another region, or change the engine version in infra/data/database.ts to one that `aws rds describe-db-engine-versions --engine aurora-postgresql` lists.";
  return [{ subject, verdict: "problem", detail: "not available as Serverless v2", remedy }];
}

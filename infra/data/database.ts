import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
} from "aws-cdk-lib/aws-rds";
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib/core";
import { Construct, type IConstruct } from "constructs";
import { suppressRule } from "../operations/suppress-rule.ts";
import type { Profile } from "../profiles.ts";
import { DatabasePool } from "./database-pool.ts";
import { type FunctionPlace, Network } from "./network.ts";

const databaseName = "chatflow";
const userName = "chatflow";

/** Tells a function where a database is, behind the Data API. */
export function setDatabaseVariables(user: LambdaFunction, arn: string, secretArn: string): void {
  user.addEnvironment("DATABASE_ARN", arn);
  user.addEnvironment("DATABASE_SECRET_ARN", secretArn);
  user.addEnvironment("DATABASE_NAME", databaseName);
}

/** What functions need of a database. */
export interface UsableDatabase extends IConstruct {
  /** Where functions must be to reach it; undefined where they need not be in any network. */
  readonly functionPlace: FunctionPlace | undefined;
  /** Lets a function run statements, and tells it where. */
  grantUse(user: LambdaFunction): void;
}

export interface DatabaseProps {
  readonly profile: Profile;
}

/**
 * Aurora PostgreSQL Serverless v2 in a network of its own. Functions reach it by the Data API, which is HTTPS to AWS, and
 * so stay outside of the network, and it pauses when nobody chats; or, with a pool, from within and through RDS Proxy.
 */
export class Database extends Construct implements UsableDatabase {
  readonly #cluster: DatabaseCluster;
  readonly #secretArn: string;
  readonly #pool: DatabasePool | undefined;
  readonly functionPlace: FunctionPlace | undefined;

  constructor(scope: Construct, id: string, { profile }: DatabaseProps) {
    super(scope, id);
    const { minCapacity, maxCapacity, pauseAfterMinutes, backupDays } = profile.database;
    const network = new Network(this, "Network", profile);
    const { functions } = network;
    this.#cluster = new DatabaseCluster(this, "Cluster", {
      engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_17_5 }),
      vpc: network,
      vpcSubnets: Network.database,
      writer: ClusterInstance.serverlessV2("Writer"),
      // As large as the writer, so that one of them can take its place.
      readers: Array.from({ length: profile.pool?.readers ?? 0 }, (_, at) =>
        ClusterInstance.serverlessV2(`Reader${at + 1}`, { scaleWithWriter: true }),
      ),
      serverlessV2MinCapacity: minCapacity,
      serverlessV2MaxCapacity: maxCapacity,
      ...(minCapacity === 0 && { serverlessV2AutoPauseDuration: Duration.minutes(pauseAfterMinutes) }),
      enableDataApi: true,
      defaultDatabaseName: databaseName,
      // RDS makes the password, and another one every seven days; nobody here ever sees one.
      manageMasterUserPassword: true,
      credentials: Credentials.fromUsername(userName),
      storageEncrypted: true,
      backup: { retention: Duration.days(backupDays) },
      copyTagsToSnapshot: true,
      deletionProtection: profile.keepsData,
      removalPolicy: profile.keepsData ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,
    });
    suppressRule(
      this.#cluster,
      "RDS6",
      "Nobody connects to it: functions use the Data API or RDS Proxy, which IAM guards.",
    );
    if (!profile.keepsData)
      suppressRule(this.#cluster, "RDS10", "Data to try things out go with their stack.");
    const { secret } = this.#cluster;
    if (!secret) throw new Error("The cluster has no secret");
    this.#secretArn = secret.secretArn;
    // Also where nobody imports it: else a change between profiles would take it from who still does (CloudFormation).
    Stack.of(this).exportValue(this.#secretArn);
    this.functionPlace = functions;
    this.#pool =
      functions &&
      new DatabasePool(this, "Pool", { cluster: this.#cluster, secret, user: userName, network, functions });
  }

  grantUse(user: LambdaFunction): void {
    if (this.#pool) {
      this.#pool.grantUse(user, databaseName);
    } else {
      this.#cluster.grantDataApiAccess(user);
      setDatabaseVariables(user, this.#cluster.clusterArn, this.#secretArn);
    }
  }

  /** What the dashboard and the alarms look at. */
  get metrics() {
    const period = Duration.minutes(5);
    return {
      capacity: this.#cluster.metric("ServerlessDatabaseCapacity", {
        statistic: "Average",
        period,
        label: "capacity units",
      }),
      utilization: this.#cluster.metric("ACUUtilization", {
        statistic: "Average",
        period,
        label: "% of the most",
      }),
      connections: this.#cluster.metricDatabaseConnections({
        statistic: "Maximum",
        period,
        label: "connections",
      }),
      /** Only where there are readers. */
      readerLag:
        this.#pool &&
        this.#cluster.metric("AuroraReplicaLagMaximum", {
          statistic: "Maximum",
          period,
          label: "the slowest reader is behind by, ms",
        }),
    };
  }
}

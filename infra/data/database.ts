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

/**
 * The major version of PostgreSQL. AWS creates clusters with its current default of that major version, and upgrades
 * minor versions by itself. A template with a minor version would fail in two ways: AWS refuses new clusters once it
 * retires the version, and refuses a later template whose version is older than the upgraded cluster's.
 */
export const engineVersion = "18";

const version = AuroraPostgresEngineVersion.of(engineVersion, engineVersion);

const databaseName = "chatflow";
const userName = "chatflow";

/** Sets the environment variables with which a function finds a database behind the Data API. */
export function setDatabaseVariables(user: LambdaFunction, arn: string, secretArn: string): void {
  user.addEnvironment("DATABASE_ARN", arn);
  user.addEnvironment("DATABASE_SECRET_ARN", secretArn);
  user.addEnvironment("DATABASE_NAME", databaseName);
}

/** A database that functions can use. */
export interface UsableDatabase extends IConstruct {
  /** The place in a network from which functions reach it. Undefined if they reach it from outside. */
  readonly functionPlace: FunctionPlace | undefined;
  /** Lets a function run statements, and sets the connection's variables in its environment. */
  grantUse(user: LambdaFunction): void;
}

export interface DatabaseProps {
  readonly profile: Profile;
  /** Whether RDS refuses to delete the cluster. */
  readonly isProtected: boolean;
}

/**
 * Aurora PostgreSQL Serverless v2 in its private network. Without a pool, functions use the Data API over HTTPS from
 * outside the network, and the database pauses when idle. With a pool, they connect through RDS Proxy from inside.
 */
export class Database extends Construct implements UsableDatabase {
  readonly #cluster: DatabaseCluster;
  readonly #secretArn: string;
  readonly #pool: DatabasePool | undefined;
  readonly functionPlace: FunctionPlace | undefined;

  constructor(scope: Construct, id: string, { profile, isProtected }: DatabaseProps) {
    super(scope, id);
    const { minCapacity, maxCapacity, pauseAfterMinutes, backupDays } = profile.database;
    const network = new Network(this, "Network", profile);
    const { functions } = network;
    this.#cluster = new DatabaseCluster(this, "Cluster", {
      engine: DatabaseClusterEngine.auroraPostgres({ version }),
      vpc: network,
      vpcSubnets: Network.database,
      writer: ClusterInstance.serverlessV2("Writer"),
      // Readers are as large as the writer, so that each can replace it in a failover.
      readers: Array.from({ length: profile.pool?.readers ?? 0 }, (_, at) =>
        ClusterInstance.serverlessV2(`Reader${at + 1}`, { scaleWithWriter: true }),
      ),
      serverlessV2MinCapacity: minCapacity,
      serverlessV2MaxCapacity: maxCapacity,
      ...(minCapacity === 0 && { serverlessV2AutoPauseDuration: Duration.minutes(pauseAfterMinutes) }),
      enableDataApi: true,
      defaultDatabaseName: databaseName,
      // RDS creates the password and rotates it every seven days. No person or template ever contains it.
      manageMasterUserPassword: true,
      credentials: Credentials.fromUsername(userName),
      storageEncrypted: true,
      backup: { retention: Duration.days(backupDays) },
      copyTagsToSnapshot: true,
      deletionProtection: isProtected,
      removalPolicy: profile.keepsData ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,
    });
    suppressRule(this.#cluster, "RDS6", "Functions use the Data API or RDS Proxy. IAM authorizes both.");
    if (!isProtected)
      suppressRule(
        this.#cluster,
        "RDS10",
        "The profile or the setting `protectData` allows to delete the cluster.",
      );
    const { secret } = this.#cluster;
    if (!secret) throw new Error("The cluster has no secret");
    this.#secretArn = secret.secretArn;
    // Exported in every profile. Otherwise a change of the profile would remove the export while the application still
    // imports it, which CloudFormation refuses.
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

  /** The metrics of the dashboard and the alarms. */
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
        label: "% of the maximum",
      }),
      connections: this.#cluster.metricDatabaseConnections({
        statistic: "Maximum",
        period,
        label: "connections",
      }),
      /** Undefined without readers. */
      readerLag:
        this.#pool &&
        this.#cluster.metric("AuroraReplicaLagMaximum", {
          statistic: "Maximum",
          period,
          label: "lag of the slowest reader, ms",
        }),
    };
  }
}

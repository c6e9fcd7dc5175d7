import { SubnetType, Vpc } from "aws-cdk-lib/aws-ec2";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
} from "aws-cdk-lib/aws-rds";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct, type IConstruct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { Profile } from "./profiles.ts";

const databaseName = "chatflow";

/** Tells a function where a database is. */
export function tellDatabase(user: LambdaFunction, arn: string, secretArn: string): void {
  user.addEnvironment("DATABASE_ARN", arn);
  user.addEnvironment("DATABASE_SECRET_ARN", secretArn);
  user.addEnvironment("DATABASE_NAME", databaseName);
}

/** What functions need of a database. */
export interface UsableDatabase extends IConstruct {
  /** Lets a function run statements, and tells it where. */
  grantUse(user: LambdaFunction): void;
}

export interface DatabaseProps {
  readonly profile: Profile;
}

/**
 * Aurora PostgreSQL Serverless v2 in a network without a way in or out. Functions reach it by the Data API,
 * which is HTTPS to AWS, and so stay outside of the network. It pauses when nobody chats.
 */
export class Database extends Construct implements UsableDatabase {
  readonly #cluster: DatabaseCluster;
  readonly #secretArn: string;

  constructor(scope: Construct, id: string, { profile }: DatabaseProps) {
    super(scope, id);
    const { minCapacity, maxCapacity, pauseAfterMinutes, backupDays } = profile.database;
    const vpc = new Vpc(this, "Network", {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: "database", subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
    });
    this.#cluster = new DatabaseCluster(this, "Cluster", {
      engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_17_5 }),
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      writer: ClusterInstance.serverlessV2("Writer"),
      serverlessV2MinCapacity: minCapacity,
      serverlessV2MaxCapacity: maxCapacity,
      ...(minCapacity === 0 && { serverlessV2AutoPauseDuration: Duration.minutes(pauseAfterMinutes) }),
      enableDataApi: true,
      defaultDatabaseName: databaseName,
      // RDS makes the password, and another one every seven days; nobody here ever sees one.
      manageMasterUserPassword: true,
      credentials: Credentials.fromUsername("chatflow"),
      storageEncrypted: true,
      backup: { retention: Duration.days(backupDays) },
      copyTagsToSnapshot: true,
      deletionProtection: profile.keepsData,
      removalPolicy: profile.keepsData ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,
    });
    acknowledge(
      vpc,
      "VPC7",
      "Nothing is in this network but the cluster, and no way leads in or out: nothing flows.",
    );
    acknowledge(
      this.#cluster,
      "RDS6",
      "Nobody connects to it: functions use the Data API, which IAM guards.",
    );
    if (!profile.keepsData)
      acknowledge(this.#cluster, "RDS10", "Data to try things out go with their stack.");
    const { secret } = this.#cluster;
    if (!secret) throw new Error("The cluster has no secret");
    this.#secretArn = secret.secretArn;
  }

  grantUse(user: LambdaFunction): void {
    this.#cluster.grantDataApiAccess(user);
    tellDatabase(user, this.#cluster.clusterArn, this.#secretArn);
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
    };
  }
}

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
import { Construct } from "constructs";

const databaseName = "chatflow";

/**
 * Aurora PostgreSQL Serverless v2 in a network without a way in or out. Functions reach it by the Data API,
 * which is HTTPS to AWS, and so stay outside of the network. It pauses when nobody chats.
 */
export class Database extends Construct {
  readonly #cluster: DatabaseCluster;
  readonly #secretArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
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
      serverlessV2MinCapacity: 0,
      serverlessV2MaxCapacity: 8,
      serverlessV2AutoPauseDuration: Duration.minutes(10),
      enableDataApi: true,
      defaultDatabaseName: databaseName,
      credentials: Credentials.fromGeneratedSecret("chatflow"),
      storageEncrypted: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });
    const { secret } = this.#cluster;
    if (!secret) throw new Error("The cluster has no generated secret");
    this.#secretArn = secret.secretArn;
  }

  /** Lets a function run statements, and tells it where. */
  grantUse(user: LambdaFunction): void {
    this.#cluster.grantDataApiAccess(user);
    user.addEnvironment("DATABASE_ARN", this.#cluster.clusterArn);
    user.addEnvironment("DATABASE_SECRET_ARN", this.#secretArn);
    user.addEnvironment("DATABASE_NAME", databaseName);
  }
}

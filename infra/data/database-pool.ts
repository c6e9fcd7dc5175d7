import { Port, SecurityGroup } from "aws-cdk-lib/aws-ec2";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { CfnDBProxyEndpoint, type DatabaseCluster, DatabaseProxy, ProxyTarget } from "aws-cdk-lib/aws-rds";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { Duration, Names } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { type FunctionPlace, Network } from "./network.ts";

export interface DatabasePoolProps {
  readonly cluster: DatabaseCluster;
  readonly secret: ISecret;
  readonly user: string;
  readonly network: Network;
  readonly functions: FunctionPlace;
}

const port = 5432;

/** RDS Proxy: many functions share few connections, to the writer at one endpoint and to the readers at another. */
export class DatabasePool extends Construct {
  readonly #proxy: DatabaseProxy;
  readonly #readers: CfnDBProxyEndpoint;
  readonly #user: string;

  constructor(scope: Construct, id: string, props: DatabasePoolProps) {
    super(scope, id);
    const { cluster, secret, user, network, functions } = props;
    this.#user = user;
    const securityGroup = new SecurityGroup(this, "Access", {
      vpc: network,
      description: "RDS Proxy: functions connect to it, and it to the database",
    });
    for (const from of functions.securityGroups)
      securityGroup.addIngressRule(from, Port.tcp(port), "functions");
    this.#proxy = new DatabaseProxy(this, "Proxy", {
      proxyTarget: ProxyTarget.fromCluster(cluster),
      secrets: [secret],
      vpc: network,
      vpcSubnets: Network.database,
      securityGroups: [securityGroup],
      // No function has a password: it signs for itself, and only for this user.
      iamAuth: true,
      requireTLS: true,
      maxConnectionsPercent: 90,
      // The longest there is: a function instance that rests keeps its connection, and finds it gone only by a statement.
      idleClientTimeout: Duration.hours(8),
      // Longer, and whoever waits has given up.
      borrowTimeout: Duration.seconds(5),
    });
    this.#readers = new CfnDBProxyEndpoint(this, "Readers", {
      dbProxyName: this.#proxy.dbProxyName,
      // At most 63 characters, and unlike that of the proxy (RDS).
      dbProxyEndpointName: Names.uniqueResourceName(this, { maxLength: 55, separator: "-" }),
      targetRole: "READ_ONLY",
      vpcSubnetIds: network.selectSubnets(Network.database).subnetIds,
      vpcSecurityGroupIds: [securityGroup.securityGroupId],
    });
  }

  /** Lets a function connect, and tells it where. */
  grantUse(user: LambdaFunction, databaseName: string): void {
    this.#proxy.grantConnect(user, this.#user);
    user.addEnvironment("DATABASE_ENDPOINT", `${this.#proxy.endpoint}:${port}`);
    user.addEnvironment("DATABASE_READER_ENDPOINT", `${this.#readers.attrEndpoint}:${port}`);
    user.addEnvironment("DATABASE_USER", this.#user);
    user.addEnvironment("DATABASE_NAME", databaseName);
  }
}

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

/**
 * An RDS Proxy, through which many functions share few connections. The writer and the readers have separate endpoints.
 */
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
      // A new description would replace the security group (EC2).
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
      // Functions have no password. They authenticate with IAM, and only as this user.
      iamAuth: true,
      requireTLS: true,
      maxConnectionsPercent: 90,
      // The maximum of RDS Proxy. An idle function instance keeps its connection, and only its next statement reveals
      // that the proxy closed it.
      idleClientTimeout: Duration.hours(8),
      // After a longer wait, the caller would have given up.
      borrowTimeout: Duration.seconds(5),
    });
    this.#readers = new CfnDBProxyEndpoint(this, "Readers", {
      dbProxyName: this.#proxy.dbProxyName,
      // RDS requires at most 63 characters, and a name that differs from the proxy's.
      dbProxyEndpointName: Names.uniqueResourceName(this, { maxLength: 55, separator: "-" }),
      targetRole: "READ_ONLY",
      vpcSubnetIds: network.selectSubnets(Network.database).subnetIds,
      vpcSecurityGroupIds: [securityGroup.securityGroupId],
    });
  }

  /** Lets a function connect, and sets the endpoints in its environment. */
  grantUse(user: LambdaFunction, databaseName: string): void {
    this.#proxy.grantConnect(user, this.#user);
    user.addEnvironment("DATABASE_ENDPOINT", `${this.#proxy.endpoint}:${port}`);
    user.addEnvironment("DATABASE_READER_ENDPOINT", `${this.#readers.attrEndpoint}:${port}`);
    user.addEnvironment("DATABASE_USER", this.#user);
    user.addEnvironment("DATABASE_NAME", databaseName);
  }
}

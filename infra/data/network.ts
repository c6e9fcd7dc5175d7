import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  type ISecurityGroup,
  type IVpc,
  SecurityGroup,
  type SubnetSelection,
  SubnetType,
  Vpc,
} from "aws-cdk-lib/aws-ec2";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { suppressRule } from "../operations/suppress-rule.ts";
import type { Profile } from "../profiles.ts";

/** Where functions are in the network. */
export interface FunctionPlace {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly securityGroups: ISecurityGroup[];
}

/**
 * The database's network. By the Data API nothing else is in it, and no way leads in or out. With a pool the functions
 * are in it as well, and reach everything else through a NAT gateway: a private endpoint would not do for the management
 * API of a WebSocket API that people reach from outside.
 */
export class Network extends Vpc {
  static readonly database: SubnetSelection = { subnetType: SubnetType.PRIVATE_ISOLATED };
  /** Undefined where functions stay outside. */
  readonly functions: FunctionPlace | undefined;

  constructor(scope: Construct, id: string, { pool }: Profile) {
    const withWayOut = [
      { name: "functions", subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
      { name: "out", subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
    ];
    super(scope, id, {
      maxAzs: 2,
      natGateways: pool?.natGateways ?? 0,
      subnetConfiguration: [
        { name: "database", subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 },
        ...(pool ? withWayOut : []),
      ],
    });
    if (pool) this.functions = this.#openWayOut();
    else
      suppressRule(
        this,
        "VPC7",
        "Nothing is in this network but the cluster, and no way leads in or out: nothing flows.",
      );
  }

  #openWayOut(): FunctionPlace {
    // Files need not be paid for on their way through a gateway.
    this.addGatewayEndpoint("Files", { service: GatewayVpcEndpointAwsService.S3 });
    const logGroup = new LogGroup(this, "FlowLog", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.addFlowLog("Refused", {
      trafficType: FlowLogTrafficType.REJECT,
      destination: FlowLogDestination.toCloudWatchLogs(logGroup),
    });
    const securityGroup = new SecurityGroup(this, "Functions", {
      vpc: this,
      description: "Functions of ChatFlow: nobody connects to them",
    });
    return {
      vpc: this,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [securityGroup],
    };
  }
}

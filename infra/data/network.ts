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

/** The place of functions in the network. */
export interface FunctionPlace {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly securityGroups: ISecurityGroup[];
}

/**
 * The database's network. Without a pool, it contains only the database and has no route to the internet. With a pool,
 * it also contains the functions, which reach AWS through a NAT gateway. A private endpoint is not sufficient, because
 * it does not serve the management API of a public WebSocket API.
 */
export class Network extends Vpc {
  /** The number of zones. Each has one NAT gateway at most. */
  static readonly zones = 2;
  static readonly database: SubnetSelection = { subnetType: SubnetType.PRIVATE_ISOLATED };
  /** Undefined if the functions stay outside the network. */
  readonly functions: FunctionPlace | undefined;

  constructor(scope: Construct, id: string, { pool }: Profile) {
    const subnetsWithEgress = [
      { name: "functions", subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
      { name: "out", subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
    ];
    super(scope, id, {
      maxAzs: Network.zones,
      natGateways: pool?.natGateways ?? 0,
      subnetConfiguration: [
        { name: "database", subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 },
        ...(pool ? subnetsWithEgress : []),
      ],
    });
    if (pool) this.functions = this.#addEgress();
    else
      suppressRule(
        this,
        "VPC7",
        "The network contains only the cluster and has no route to the internet, so there is no traffic to log.",
      );
  }

  #addEgress(): FunctionPlace {
    // Traffic to S3 would otherwise be billed by the NAT gateway.
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
      // A new description would replace the security group (EC2).
      description: "Functions of ChatFlow: nobody connects to them",
    });
    return {
      vpc: this,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [securityGroup],
    };
  }
}

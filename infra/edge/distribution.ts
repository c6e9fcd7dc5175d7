import { join } from "node:path";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { AaaaRecord, ARecord, RecordTarget } from "aws-cdk-lib/aws-route53";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, CacheControl, Source } from "aws-cdk-lib/aws-s3-deployment";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { EdgeKeys } from "../application/edge-keys.ts";
import type { RestApi } from "../application/rest-api.ts";
import type { WebSocketApi } from "../application/websocket-api.ts";
import type { Uploads } from "../data/uploads.ts";
import { suppressRule } from "../operations/suppress-rule.ts";
import { notWatched } from "../profiles.ts";
import { builtSite } from "./build-site.ts";
import type { EdgeStack } from "./edge-stack.ts";
import { fileHeaders, pageHeaders } from "./response-headers.ts";

export interface SiteDistributionProps {
  readonly restApi: RestApi;
  readonly webSocketApi: WebSocketApi;
  readonly uploads: Uploads;
  readonly edge: EdgeStack | undefined;
  readonly edgeKeys: EdgeKeys;
  /** Removes the assets of old releases. */
  readonly cleanup: LambdaFunction;
}

/**
 * The distribution. It serves everything from one origin, so that no CORS is needed: the SPA at `/`, the REST API at
 * `/api/*`, the WebSocket API at `/ws`, and files at `/files/*`.
 */
export class SiteDistribution extends Construct {
  readonly #distribution: Distribution;
  readonly #url: string;

  constructor(scope: Construct, id: string, props: SiteDistributionProps) {
    super(scope, id);
    const { restApi, webSocketApi, uploads, edge, edgeKeys, cleanup } = props;
    const bucket = new Bucket(this, "Files", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      // CloudFormation cannot delete a bucket that has files. They are built from the sources.
      autoDeleteObjects: true,
    });
    const viewer = this.#edgeFunction("Viewer", "viewer.js");
    const to = (domainName: string, customHeaders: Record<string, string> = {}) => ({
      origin: new HttpOrigin(domainName, { readTimeout: Duration.seconds(30), customHeaders }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    });
    const toApi = (domainName: string) => ({
      ...to(domainName, edgeKeys.headers),
      functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: viewer }],
    });
    this.#distribution = new Distribution(this, "Distribution", {
      comment: "ChatFlow",
      defaultRootObject: "index.html",
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(edge?.firewall && { webAclId: edge.firewall.arn }),
      ...(edge?.domain && {
        domainNames: [edge.domain.name],
        certificate: edge.domain.certificate,
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: pageHeaders(this),
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: this.#edgeFunction("PageRoutes", "page-routes.js"),
          },
        ],
      },
      additionalBehaviors: {
        "/api/*": toApi(restApi.domainName),
        "/ws": toApi(webSocketApi.domainName),
        "/files/*": {
          ...to(uploads.domainName),
          responseHeadersPolicy: fileHeaders(this),
          functionAssociations: [
            {
              eventType: FunctionEventType.VIEWER_REQUEST,
              function: this.#edgeFunction("UploadForms", "upload-forms.js"),
            },
          ],
        },
      },
    });
    restApi.openAfter(this.#distribution);
    webSocketApi.openAfter(this.#distribution);
    this.#url = `https://${edge?.domain?.name ?? this.#distribution.distributionDomainName}`;
    if (edge?.domain?.zone) {
      const target = RecordTarget.fromAlias(new CloudFrontTarget(this.#distribution));
      const record = { zone: edge.domain.zone, recordName: `${edge.domain.name}.`, target };
      new ARecord(this, "Address", record);
      new AaaaRecord(this, "Address6", record);
    }
    const files = {
      sources: [Source.asset(builtSite())],
      destinationBucket: bucket,
      // An open page may still need the files of the previous release. The cleanup removes them a week later.
      prune: false,
      memoryLimit: 512,
      // Without it, Lambda creates a log group that outlives the stack.
      logGroup: new LogGroup(this, "UploadLog", {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    };
    this.#grantCleanUp(cleanup, bucket);
    // The names of these files contain a hash of their content.
    const assets = new BucketDeployment(this, "Assets", {
      ...files,
      exclude: ["*"],
      include: ["assets/*"],
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
    });
    // Browsers request all others, such as index.html, again each time.
    const deployment = new BucketDeployment(this, "Upload", {
      ...files,
      exclude: ["assets/*"],
      cacheControl: [CacheControl.noCache()],
      distribution: this.#distribution,
      distributionPaths: ["/index.html"],
    });
    // The new page must not appear before the files that it requests.
    deployment.node.addDependency(assets);
    suppressRule(bucket, "S1", "It contains the page's public files, and only CloudFront reads them.");
    suppressRule(this.#distribution, "CFR1", "A team may be in any country.");
    suppressRule(
      this.#distribution,
      "CFR3",
      "CloudFront would log signed addresses, which grant access to files. The APIs have access logs.",
    );
    if (!edge?.firewall) suppressRule(this.#distribution, "CFR2", notWatched);
    if (!edge?.domain) {
      suppressRule(
        this.#distribution,
        "CFR4",
        "CloudFront's default certificate does not allow a minimum TLS version.",
      );
    }
    for (const rule of ["IAM4", "IAM5", "L1"]) {
      suppressRule(
        deployment.handlerRole.node.scope,
        rule,
        "CDK provides the function that uploads the page.",
      );
    }
  }

  /** Lets the cleanup find out which assets are old, and remove assets only. */
  #grantCleanUp(cleanup: LambdaFunction, bucket: Bucket): void {
    cleanup.addToRolePolicy(
      new PolicyStatement({ actions: ["s3:GetObject"], resources: [bucket.arnForObjects("assets.json")] }),
    );
    cleanup.addToRolePolicy(
      new PolicyStatement({ actions: ["s3:DeleteObject"], resources: [bucket.arnForObjects("assets/*")] }),
    );
    cleanup.addToRolePolicy(
      new PolicyStatement({
        actions: ["s3:ListBucketVersions"],
        resources: [bucket.bucketArn],
        conditions: { StringEquals: { "s3:prefix": "assets/" } },
      }),
    );
    // Without this permission, S3 answers 403 instead of 404 for a missing list.
    cleanup.addToRolePolicy(
      new PolicyStatement({ actions: ["s3:ListBucket"], resources: [bucket.bucketArn] }),
    );
    cleanup.addEnvironment("SITE_BUCKET", bucket.bucketName);
  }

  #edgeFunction(id: string, file: string): EdgeFunction {
    return new EdgeFunction(this, id, {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromFile({ filePath: join(import.meta.dirname, file) }),
    });
  }

  /** The address of the page. */
  get url(): string {
    return this.#url;
  }
}

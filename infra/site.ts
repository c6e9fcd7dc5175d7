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
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, CacheControl, Source } from "aws-cdk-lib/aws-s3-deployment";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { buildSite } from "./build-site.ts";
import type { RestApi } from "./rest-api.ts";
import type { Uploads } from "./uploads.ts";
import type { WebSocketApi } from "./websocket-api.ts";
import { justifyWildcards } from "./wildcards.ts";

export interface SiteProps {
  readonly restApi: RestApi;
  readonly webSocketApi: WebSocketApi;
  readonly uploads: Uploads;
}

/** One origin for the browser: the SPA at `/`, the REST API at `/api/*`, the WebSocket API at `/ws`, files at `/files/*`. So, no CORS. */
export class Site extends Construct {
  readonly #distribution: Distribution;

  constructor(scope: Construct, id: string, { restApi, webSocketApi, uploads }: SiteProps) {
    super(scope, id);
    const bucket = new Bucket(this, "Files", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const toApi = (domainName: string) => ({
      origin: new HttpOrigin(domainName, { readTimeout: Duration.seconds(30) }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    });
    this.#distribution = new Distribution(this, "Distribution", {
      comment: "ChatFlow",
      defaultRootObject: "index.html",
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
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
          ...toApi(uploads.domainName),
          responseHeadersPolicy: this.#filesAreNoPages(),
          functionAssociations: [
            {
              eventType: FunctionEventType.VIEWER_REQUEST,
              function: this.#edgeFunction("UploadForms", "upload-forms.js"),
            },
          ],
        },
      },
    });
    const deployment = new BucketDeployment(this, "Upload", {
      sources: [Source.asset(buildSite())],
      destinationBucket: bucket,
      distribution: this.#distribution,
      distributionPaths: ["/index.html"],
      // Files under assets/ carry a hash in their name; index.html is asked for anew each time.
      cacheControl: [CacheControl.noCache()],
      prune: false,
      memoryLimit: 512,
    });
    justifyWildcards(
      deployment.handlerRole,
      "CDK's upload reads and writes all objects of its own two buckets; CloudFront invalidations took no resource when it was written.",
    );
  }

  #edgeFunction(id: string, file: string): EdgeFunction {
    return new EdgeFunction(this, id, {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromFile({ filePath: join(import.meta.dirname, file) }),
    });
  }

  /** What people upload shares the page's origin: whatever it is, it runs nothing and is taken for nothing else. */
  #filesAreNoPages(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, "FileHeaders", {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; sandbox", override: true },
        contentTypeOptions: { override: true },
      },
    });
  }

  /** Tells a function where people go. */
  tell(user: LambdaFunction): void {
    user.addEnvironment("SITE_URL", this.url);
  }

  get url(): string {
    return `https://${this.#distribution.distributionDomainName}`;
  }
}

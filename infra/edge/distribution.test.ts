import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { onlyIdOf } from "../testing/resources.ts";
import { templateOf } from "../testing/templates.ts";

const Header = z.object({ HeaderName: z.string(), HeaderValue: z.unknown() });
const Origins = z.object({
  Origins: z.array(z.object({ DomainName: z.unknown(), OriginCustomHeaders: z.array(Header).default([]) })),
});

const application = templateOf("prod", "application");

describe("The site", () => {
  test("serves the page, /api/*, /ws and /files/* from one origin, by HTTPS only", () => {
    application.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: {
        CacheBehaviors: [
          Match.objectLike({ PathPattern: "/api/*", ViewerProtocolPolicy: "https-only" }),
          Match.objectLike({ PathPattern: "/ws", ViewerProtocolPolicy: "https-only" }),
          Match.objectLike({
            PathPattern: "/files/*",
            ViewerProtocolPolicy: "https-only",
            ResponseHeadersPolicyId: Match.anyValue(),
          }),
        ],
        DefaultCacheBehavior: Match.objectLike({ ViewerProtocolPolicy: "redirect-to-https" }),
      },
    });
  });

  test("keeps the bucket with the page's files private", () => {
    application.hasResourceProperties("AWS::S3::Bucket", {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  test("lets the page run only its own code, and prevents other pages from framing it", () => {
    application.hasResourceProperties("AWS::CloudFront::ResponseHeadersPolicy", {
      ResponseHeadersPolicyConfig: Match.objectLike({
        SecurityHeadersConfig: Match.objectLike({
          ContentSecurityPolicy: {
            ContentSecurityPolicy: Match.stringLikeRegexp("default-src 'self'.*frame-ancestors 'none'"),
            Override: true,
          },
          StrictTransportSecurity: Match.objectLike({ AccessControlMaxAgeSec: 63_072_000 }),
        }),
      }),
    });
  });

  test("lets the page, and no page that it frames, use the microphone, the camera and the screen", () => {
    application.hasResourceProperties("AWS::CloudFront::ResponseHeadersPolicy", {
      ResponseHeadersPolicyConfig: Match.objectLike({
        CustomHeadersConfig: {
          Items: Match.arrayWith([
            Match.objectLike({
              Header: "Permissions-Policy",
              Value: "camera=(self), display-capture=(self), geolocation=(), microphone=(self)",
            }),
          ]),
        },
      }),
    });
  });

  test("keeps the files of earlier releases for a while, because open pages load parts of their code later", () => {
    application.allResourcesProperties("Custom::CDKBucketDeployment", { Prune: false });
    const lifecycles = application.findResources("AWS::S3::Bucket", {
      Properties: {
        LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Prefix: "assets" })]) },
      },
    });
    expect(lifecycles).toEqual({});
    // The lifecycle cannot know which release is the current one, but the cleanup does.
    const buckets = Object.keys(application.findResources("AWS::S3::Bucket"));
    application.hasResourceProperties("AWS::Lambda::Function", {
      Description: Match.stringLikeRegexp("^Removes expired connections"),
      Environment: {
        Variables: Match.objectLike({
          SITE_BUCKET: { Ref: buckets.find((id) => id.startsWith("SiteFiles")) },
        }),
      },
    });
  });

  test("prevents uploaded files from running scripts in the page's origin", () => {
    application.hasResourceProperties("AWS::CloudFront::ResponseHeadersPolicy", {
      ResponseHeadersPolicyConfig: Match.objectLike({
        SecurityHeadersConfig: Match.objectLike({
          ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; sandbox", Override: true },
        }),
      }),
    });
  });

  test("sends a secret key to both APIs, which refuse requests without it", () => {
    const secret = onlyIdOf(application, "AWS::SecretsManager::Secret");
    const reference = JSON.stringify({
      "Fn::Join": ["", ["{{resolve:secretsmanager:", { Ref: secret }, ":SecretString:::}}"]],
    });
    const [distribution] = Object.values(application.findResources("AWS::CloudFront::Distribution"));
    const keyed = Origins.parse(distribution?.Properties.DistributionConfig).Origins.filter(
      ({ OriginCustomHeaders }) => OriginCustomHeaders.length > 0,
    );
    expect(keyed).toHaveLength(2);
    for (const { OriginCustomHeaders, DomainName } of keyed) {
      expect(JSON.stringify(DomainName)).toContain(".execute-api.");
      expect(OriginCustomHeaders.map(({ HeaderName }) => HeaderName)).toEqual(["x-api-key"]);
      expect(JSON.stringify(OriginCustomHeaders[0]?.HeaderValue)).toBe(reference);
    }
    application.hasResourceProperties("AWS::ApiGateway::ApiKey", {
      Value: JSON.parse(reference),
      Enabled: true,
    });
    application.hasResourceProperties("AWS::ApiGateway::UsagePlan", {
      ApiStages: [Match.anyValue(), Match.anyValue()],
      Throttle: Match.absent(),
      Quota: Match.absent(),
    });
    application.allResourcesProperties("AWS::ApiGateway::Method", { ApiKeyRequired: true });
    application.hasResourceProperties("AWS::ApiGatewayV2::Route", {
      RouteKey: "$connect",
      ApiKeyRequired: true,
    });
  });

  test("sends the key before the APIs need it", () => {
    const distribution = onlyIdOf(application, "AWS::CloudFront::Distribution");
    application.hasResource("AWS::ApiGateway::Stage", { DependsOn: Match.arrayWith([distribution]) });
    application.hasResource("AWS::ApiGatewayV2::Route", {
      Properties: Match.objectLike({ RouteKey: "$connect" }),
      DependsOn: Match.arrayWith([distribution]),
    });
  });

  test("uploads the page only after the files that it requests, which never expire", () => {
    const uploads = application.findResources("Custom::CDKBucketDeployment");
    const assets = Object.keys(uploads).find((id) => uploads[id]?.Properties.Include !== undefined) ?? "";
    application.hasResourceProperties("Custom::CDKBucketDeployment", {
      Exclude: ["*"],
      Include: ["assets/*"],
      SystemMetadata: { "cache-control": "public, max-age=31536000, immutable" },
      Prune: false,
    });
    application.hasResource("Custom::CDKBucketDeployment", {
      Properties: Match.objectLike({
        Exclude: ["assets/*"],
        SystemMetadata: { "cache-control": "no-cache" },
      }),
      DependsOn: Match.arrayWith([assets]),
    });
  });
});

import { Match } from "aws-cdk-lib/assertions";
import { describe, test } from "vitest";
import { templateOf } from "../testing/templates.ts";

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

  test("lets the page run only its own code, and lets no other page frame it", () => {
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

  test("lets an uploaded file run nothing in the page's origin", () => {
    application.hasResourceProperties("AWS::CloudFront::ResponseHeadersPolicy", {
      ResponseHeadersPolicyConfig: Match.objectLike({
        SecurityHeadersConfig: Match.objectLike({
          ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; sandbox", Override: true },
        }),
      }),
    });
  });
});

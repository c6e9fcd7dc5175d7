import * as z from "zod";
import type { Behavior, Origin } from "../cloudfront/distribution.ts";
import type { S3 } from "../s3/s3.ts";
import { type CloudTemplate, region } from "../template.ts";
import { wildcard } from "../wildcard.ts";
import { only } from "./only.ts";

/** CloudFront's managed cache policies. With the first, it caches nothing and therefore compresses nothing. */
const cachePolicies = {
  "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": { isCached: false },
  "658327ea-f89d-4fab-a63d-7e88639e58f6": { isCached: true },
};

const BehaviorProperties = z.object({
  TargetOriginId: z.string(),
  AllowedMethods: z.array(z.string()).default(["GET", "HEAD"]),
  CachePolicyId: z.enum(Object.keys(cachePolicies) as (keyof typeof cachePolicies)[]),
  Compress: z.boolean().default(false),
  ResponseHeadersPolicyId: z.string().optional(),
  FunctionAssociations: z.array(z.object({ EventType: z.string(), FunctionARN: z.string() })).default([]),
});
const DistributionProperties = z.object({
  DistributionConfig: z.object({
    CacheBehaviors: z.array(BehaviorProperties.extend({ PathPattern: z.string() })).default([]),
    DefaultCacheBehavior: BehaviorProperties,
    Origins: z.array(
      z.object({
        Id: z.string(),
        DomainName: z.string(),
        OriginCustomHeaders: z
          .array(z.object({ HeaderName: z.string(), HeaderValue: z.string() }))
          .default([]),
      }),
    ),
  }),
});
const HeadersProperties = z.object({
  ResponseHeadersPolicyConfig: z.object({
    SecurityHeadersConfig: z
      .object({
        ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string() }).optional(),
        ContentTypeOptions: z.object({ Override: z.boolean() }).optional(),
        FrameOptions: z.object({ FrameOption: z.string() }).optional(),
        ReferrerPolicy: z.object({ ReferrerPolicy: z.string() }).optional(),
      })
      .default({}),
    CustomHeadersConfig: z
      .object({ Items: z.array(z.object({ Header: z.string(), Value: z.string() })) })
      .default({ Items: [] }),
  }),
});
const UploadProperties = z.object({
  DestinationBucketName: z.string(),
  SourceObjectKeys: z.array(z.string()).length(1),
  Exclude: z.array(z.string()).default([]),
  Include: z.array(z.string()).default([]),
  SystemMetadata: z.record(z.string(), z.string()).default({}),
});

/** Whether `aws s3 sync --exclude … --include …` uploads a file: the last filter that matches it decides. */
const isUploaded = ({ Exclude, Include }: z.infer<typeof UploadProperties>, key: string): boolean =>
  Include.some((pattern) => wildcard(pattern).test(key)) ||
  !Exclude.some((pattern) => wildcard(pattern).test(key));

/** Compiles the distribution's behaviours, which lead to the APIs and to the page's files. */
export function compileBehaviors(
  template: CloudTemplate,
  apis: readonly { apiId: string; origin: Origin }[],
  s3: S3,
): Behavior[] {
  const { DistributionConfig: config } = only(
    template.resources("AWS::CloudFront::Distribution", DistributionProperties),
    "AWS::CloudFront::Distribution",
  ).properties;
  const code = new Map(
    template
      .resources("AWS::CloudFront::Function", z.object({ FunctionCode: z.string() }))
      .map(({ logicalId, properties }) => [
        template.attribute(logicalId, "FunctionARN"),
        properties.FunctionCode,
      ]),
  );
  const uploads = template.resources("Custom::CDKBucketDeployment", UploadProperties);
  const originOf = (domainName: string): Origin => {
    const api = apis.find(({ apiId }) => domainName.startsWith(`${apiId}.execute-api.`));
    if (api) return api.origin;
    const bucket = /^([^.]+)\.RegionalDomainName$/.exec(domainName)?.[1];
    const host = `${bucket}.s3.${region}.amazonaws.com`;
    const uploaded = uploads.filter(({ properties }) =>
      domainName.startsWith(`${properties.DestinationBucketName}.`),
    );
    if (bucket && uploaded.length === 0) {
      return {
        type: "server",
        handle: (request, response) => s3.serveBrowser(bucket, host, request, response),
      };
    }
    if (uploaded.length === 0) {
      throw new Error(`The distribution's origin ${domainName} is not in the template`);
    }
    return {
      type: "files",
      uploads: uploaded.map(({ properties }) => ({
        folder: template.assetPath(properties.SourceObjectKeys[0] ?? ""),
        contains: (key) => isUploaded(properties, key),
        cacheControl: properties.SystemMetadata["cache-control"],
      })),
    };
  };
  const compile = (behavior: z.infer<typeof BehaviorProperties>, pathPattern: string): Behavior => {
    const origin = config.Origins.find(({ Id }) => Id === behavior.TargetOriginId);
    if (!origin) throw new Error(`The distribution has no origin ${behavior.TargetOriginId}`);
    return {
      pathPattern,
      origin: originOf(origin.DomainName),
      methods: behavior.AllowedMethods,
      isCompressed: behavior.Compress && cachePolicies[behavior.CachePolicyId].isCached,
      originHeaders: {
        host: origin.DomainName,
        ...Object.fromEntries(
          origin.OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [
            HeaderName.toLowerCase(),
            HeaderValue,
          ]),
        ),
      },
      responseHeaders: headersOf(template, behavior.ResponseHeadersPolicyId),
      viewerRequest: behavior.FunctionAssociations.filter(
        (association) => association.EventType === "viewer-request",
      ).map((association) => code.get(association.FunctionARN) ?? "")[0],
    };
  };
  return [
    ...config.CacheBehaviors.map((behavior) => compile(behavior, behavior.PathPattern)),
    compile(config.DefaultCacheBehavior, "*"),
  ];
}

/**
 * The headers that a response headers policy adds. Leaves out `Strict-Transport-Security`, which browsers
 * ignore over plain HTTP (RFC 6797, 8.1).
 */
function headersOf(template: CloudTemplate, policyId: string | undefined): Record<string, string> {
  if (policyId === undefined) return {};
  const policy = template
    .resources("AWS::CloudFront::ResponseHeadersPolicy", HeadersProperties)
    .find(({ logicalId }) => logicalId === policyId);
  if (!policy) throw new Error(`The response headers policy ${policyId} is not in the template`);
  const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } =
    policy.properties.ResponseHeadersPolicyConfig;
  const headers = {
    "content-security-policy": security.ContentSecurityPolicy?.ContentSecurityPolicy,
    "x-content-type-options": security.ContentTypeOptions && "nosniff",
    "x-frame-options": security.FrameOptions?.FrameOption,
    "referrer-policy": security.ReferrerPolicy?.ReferrerPolicy,
    ...Object.fromEntries(custom.Items.map(({ Header, Value }) => [Header.toLowerCase(), Value])),
  };
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

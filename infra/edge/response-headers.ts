import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from "aws-cdk-lib/aws-cloudfront";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * The page's Content Security Policy. It allows inline styles, because Mantine adds style elements at run time, and
 * `blob:` images, for previews of files before their upload.
 */
const pagePolicy = Object.entries({
  "default-src": "'self'",
  "img-src": "'self' blob: data:",
  "style-src": "'self' 'unsafe-inline'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
})
  .map((directive) => directive.join(" "))
  .join("; ");

/** After one visit, browsers use only HTTPS for two years (RFC 6797). */
const transportSecurity = { accessControlMaxAge: Duration.days(730), includeSubdomains: true };

/** Lets the page run only its own code, connect only to its own origin, and not be framed. */
export function pageHeaders(scope: Construct): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, "PageHeaders", {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: pagePolicy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { ...transportSecurity, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        {
          header: "Permissions-Policy",
          value: "camera=(self), display-capture=(self), geolocation=(), microphone=(self)",
          override: true,
        },
        { header: "Cross-Origin-Opener-Policy", value: "same-origin", override: true },
      ],
    },
  });
}

/** Keeps uploaded files, which share the page's origin, from running code there. */
export function fileHeaders(scope: Construct): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, "FileHeaders", {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; sandbox", override: true },
      contentTypeOptions: { override: true },
      strictTransportSecurity: { ...transportSecurity, override: true },
    },
  });
}

/**
 * Headers of every answer of the REST API, from the functions and from API Gateway itself (OWASP, "REST Security Cheat
 * Sheet"). An answer is data: a browser that opens it must not run, frame, sniff or embed it. HSTS lasts two years
 * (RFC 6797).
 */
export const securityHeaders = {
  // Contains no quotes, because API Gateway encloses each value of its own answers in quotes.
  "content-security-policy": "sandbox",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

/** Replaces the policy in answers of functions, which load nothing either. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Replaces the policy in the API's documentation, a page with links and an inline style sheet. */
export const documentationPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

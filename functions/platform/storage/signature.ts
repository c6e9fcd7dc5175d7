import {
  algorithm,
  basicTime,
  type Credentials,
  escapePath,
  escapeUri,
  type KeyScope,
  scopeText,
  sha256,
  signingKey,
  signText,
} from "../aws/signature.ts";

/** The scope of a signature: one day, one region, and S3. */
export interface Scope {
  credentials: Credentials;
  region: string;
  date: Date;
}

const keyScope = ({ region, date }: Scope): KeyScope => ({
  day: basicTime(date).slice(0, 8),
  region,
  service: "s3",
});
const scopeOf = (scope: Scope) => scopeText(keyScope(scope));
const sign = (scope: Scope, text: string) => signText(signingKey(scope.credentials, keyScope(scope)), text);

/** The signature's parameters, named as in a query. Forms use the same names in lower case. */
const claims = (scope: Scope): [string, string][] => [
  ["X-Amz-Algorithm", algorithm],
  ["X-Amz-Credential", `${scope.credentials.accessKeyId}/${scopeOf(scope)}`],
  ["X-Amz-Date", basicTime(scope.date)],
  ...(scope.credentials.sessionToken
    ? [["X-Amz-Security-Token", scope.credentials.sessionToken] satisfies [string, string]]
    : []),
];

/**
 * Makes the query of a GET request that S3 accepts for `expiresIn` seconds from the scope's date.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function signedQuery(
  scope: Scope,
  host: string,
  path: string,
  expiresIn: number,
  parameters: Record<string, string>,
): string {
  const all = [
    ...claims(scope),
    ["X-Amz-Expires", String(expiresIn)],
    ["X-Amz-SignedHeaders", "host"],
    ...Object.entries(parameters),
  ].map(([name = "", value = ""]) => `${escapeUri(name)}=${escapeUri(value)}`);
  const query = all.sort().join("&");
  const request = ["GET", escapePath(path), query, `host:${host}`, "", "host", "UNSIGNED-PAYLOAD"];
  const hash = sha256(request.join("\n"));
  const signature = sign(scope, [algorithm, basicTime(scope.date), scopeOf(scope), hash].join("\n"));
  return `${query}&X-Amz-Signature=${signature}`;
}

type Condition = Record<string, string> | ["content-length-range", number, number];

/**
 * Makes the fields of a form that S3 accepts for `expiresIn` seconds from the scope's date, with exactly these values.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
 */
export function signedForm(
  scope: Scope,
  bucket: string,
  expiresIn: number,
  values: Record<string, string>,
  sizeBytes: number,
): Record<string, string> {
  const fields = {
    ...values,
    ...Object.fromEntries(claims(scope).map(([name, value]) => [name.toLowerCase(), value])),
  };
  const conditions: Condition[] = [
    { bucket },
    ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    ["content-length-range", sizeBytes, sizeBytes],
  ];
  const expiration = new Date(scope.date.getTime() + expiresIn * 1000).toISOString();
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString("base64");
  return { ...fields, policy, "x-amz-signature": sign(scope, policy) };
}

import { createHash, createHmac } from "node:crypto";

/** The credentials of a function's role. Temporary ones include a session token. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** The scope of a signature: one day, one region, and S3. */
export interface Scope {
  credentials: Credentials;
  region: string;
  date: Date;
}

const algorithm = "AWS4-HMAC-SHA256";
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** `20261125T020000Z` */
const basicTime = (date: Date) => date.toISOString().replace(/[-:]|\.\d{3}/g, "");
const scopeOf = ({ region, date }: Scope) => `${basicTime(date).slice(0, 8)}/${region}/s3/aws4_request`;

function sign(scope: Scope, text: string): string {
  const [day = "", region = "", service = "", ending = ""] = scopeOf(scope).split("/");
  const key = [region, service, ending].reduce(hmac, hmac(`AWS4${scope.credentials.secretAccessKey}`, day));
  return hmac(key, text).toString("hex");
}

/** Encodes like `encodeURIComponent`, and also the characters that only RFC 3986 reserves. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

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
  ].map(([name = "", value = ""]) => `${encode(name)}=${encode(value)}`);
  const query = all.sort().join("&");
  const request = [
    "GET",
    path.split("/").map(encode).join("/"),
    query,
    `host:${host}`,
    "",
    "host",
    "UNSIGNED-PAYLOAD",
  ];
  const hash = createHash("sha256").update(request.join("\n")).digest("hex");
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

import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import fc from "fast-check";
import { expect, test } from "vitest";
import { signedForm, signedQuery } from "./signature.ts";

const host = "uploads.s3.eu-central-1.amazonaws.com";

test("signedQuery makes the same query as AWS's presigner", async () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        accessKeyId: fc.stringMatching(/^[A-Z0-9]{20}$/),
        secretAccessKey: fc.string({ minLength: 1 }),
        sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{10,40}$/), { nil: undefined }),
      }),
      fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
      text,
      async (credentials, date, disposition) => {
        const client = new S3Client({ region: "eu-central-1", credentials: { ...credentials } });
        const expected = new URL(
          await getSignedUrl(
            client,
            new GetObjectCommand({
              Bucket: "uploads",
              Key: "files/a/b",
              ResponseContentDisposition: disposition,
            }),
            { expiresIn: 900, signingDate: date },
          ),
        );
        const query = signedQuery({ credentials, region: "eu-central-1", date }, host, "/files/a/b", 900, {
          "response-content-disposition": disposition,
          // The SDK adds the operation, a checksum mode, and the hash of an unsigned body.
          "x-amz-checksum-mode": "ENABLED",
          "x-id": "GetObject",
          "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD",
        });
        expect(Object.fromEntries(new URLSearchParams(query))).toEqual(
          Object.fromEntries(expected.searchParams),
        );
      },
    ),
    { numRuns: 30 },
  );
});

test("signedForm binds each field and the exact size of the file", () => {
  const fields = signedForm(
    {
      credentials: { accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "token" },
      region: "us-east-1",
      date: new Date("2026-11-25T02:00:00.123Z"),
    },
    "uploads",
    600,
    { key: "files/a/b", "Content-Type": "image/png" },
    123,
  );
  const policy: unknown = JSON.parse(Buffer.from(fields.policy ?? "", "base64").toString());
  expect(policy).toEqual({
    expiration: "2026-11-25T02:10:00.123Z",
    conditions: [
      { bucket: "uploads" },
      { key: "files/a/b" },
      { "Content-Type": "image/png" },
      { "x-amz-algorithm": "AWS4-HMAC-SHA256" },
      { "x-amz-credential": "AKID/20261125/us-east-1/s3/aws4_request" },
      { "x-amz-date": "20261125T020000Z" },
      { "x-amz-security-token": "token" },
      ["content-length-range", 123, 123],
    ],
  });
});

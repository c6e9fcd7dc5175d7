import * as z from "zod";
import { ServiceError } from "../service-error.ts";
import { checkSignature } from "../signature.ts";

const Policy = z.object({
  expiration: z.iso.datetime(),
  conditions: z.array(
    z.union([
      z.tuple([z.literal("content-length-range"), z.number(), z.number()]),
      z.tuple([z.enum(["eq", "starts-with"]), z.string().startsWith("$"), z.string()]),
      z.record(z.string(), z.string()),
    ]),
  ),
});

const refused = (message: string) => new ServiceError(403, "AccessDenied", message);

/** Fields that no condition needs to name. */
const isFree = (name: string) =>
  name === "policy" || name === "x-amz-signature" || name === "file" || name.startsWith("x-ignore-");

/**
 * Checks a form like S3: its policy is signed, has not expired, and names every field with its value.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 * @param fields  the form's fields before the file, with names in lower case
 * @throws {ServiceError}
 */
export function checkPostPolicy(
  bucket: string,
  fields: ReadonlyMap<string, string>,
  fileSize: number,
  secretAccessKey: string,
  now = new Date(),
): void {
  const text = fields.get("policy") ?? "";
  const credential = fields.get("x-amz-credential") ?? "";
  checkSignature(text, credential, fields.get("x-amz-signature") ?? "", secretAccessKey);
  const policy = Policy.parse(JSON.parse(Buffer.from(text, "base64").toString()));
  if (Date.parse(policy.expiration) < now.getTime())
    throw refused("Invalid according to Policy: Policy expired.");

  const values = new Map([...fields, ["bucket", bucket]]);
  const named = new Set<string>();
  const check = (name: string, isMet: (value: string) => boolean) => {
    named.add(name);
    if (!isMet(values.get(name) ?? ""))
      throw refused(`Invalid according to Policy: Policy Condition failed: ${name}`);
  };
  for (const condition of policy.conditions) {
    if (!Array.isArray(condition)) {
      for (const [name, value] of Object.entries(condition))
        check(name.toLowerCase(), (given) => given === value);
    } else if (condition[0] === "content-length-range") {
      const [, min, max] = condition;
      if (fileSize < min)
        throw new ServiceError(400, "EntityTooSmall", `The file has ${fileSize} bytes, not ${min}`);
      if (fileSize > max)
        throw new ServiceError(400, "EntityTooLarge", `The file has more than ${max} bytes`);
    } else {
      const [operator, name, value] = condition;
      check(name.slice(1).toLowerCase(), (given) =>
        operator === "eq" ? given === value : given.startsWith(value),
      );
    }
  }
  for (const name of fields.keys()) {
    if (!isFree(name) && !named.has(name)) {
      throw refused(`Invalid according to Policy: Extra input fields: ${name}`);
    }
  }
}

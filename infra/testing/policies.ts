import * as z from "zod";
import { canonical } from "./canonical.ts";

const OneOrMore = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.string()));

const Principal = z.union([
  z.literal("*").transform(() => ({ everyone: true as const })),
  z.strictObject({ AWS: OneOrMore }),
  z.strictObject({ Service: OneOrMore }),
  z.strictObject({ CanonicalUser: OneOrMore }),
]);

export const PolicyStatement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  /** Undefined in the policy of a role, which is the principal. */
  Principal: Principal.optional(),
  Action: OneOrMore,
  Resource: OneOrMore,
  Condition: z.record(z.string(), z.record(z.string(), OneOrMore)).default({}),
});
export type PolicyStatement = z.infer<typeof PolicyStatement>;

const PolicyDocument = z.looseObject({ Statement: z.array(PolicyStatement) });

/** A call to AWS, as the policies see it. */
export interface Call {
  /** A service (`cloudwatch.amazonaws.com`), or the ARN of a role or account. */
  readonly caller: { readonly service: string } | { readonly arn: string };
  readonly action: string;
  readonly resource: string;
  /** The condition keys of the request, such as `aws:SourceArn`. */
  readonly context: Readonly<Record<string, string>>;
}

const matches = (pattern: string, text: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  ).test(text);

const operators: Readonly<Record<string, (wanted: string, given: string) => boolean>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringLike: matches,
  ArnEquals: matches,
  ArnLike: matches,
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
};

/** Whether a request meets a condition. A request without the key does not. */
function meets(condition: PolicyStatement["Condition"], context: Call["context"]): boolean {
  const keys = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(condition).every(([name, wanted]) => {
    const operator = operators[name];
    if (!operator) throw new Error(`The evaluator does not know the condition operator ${name}`);
    return Object.entries(wanted).every(([key, values]) => {
      const given = keys.get(key.toLowerCase());
      return given !== undefined && values.some((value) => operator(value, given));
    });
  });
}

function isPrincipal(principal: PolicyStatement["Principal"], caller: Call["caller"]): boolean {
  if (principal === undefined || "everyone" in principal) return true;
  if ("AWS" in principal)
    return principal.AWS.includes("*") || ("arn" in caller && principal.AWS.includes(caller.arn));
  return "Service" in principal && "service" in caller && principal.Service.includes(caller.service);
}

/**
 * Evaluates policies like IAM does: an explicit Deny wins, and without an Allow nothing is allowed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function isAllowed(statements: readonly PolicyStatement[], call: Call): boolean {
  const effects = statements
    .filter(
      ({ Principal, Action, Resource, Condition }) =>
        isPrincipal(Principal, call.caller) &&
        Action.some((action) => matches(action.toLowerCase(), call.action.toLowerCase())) &&
        Resource.some((resource) => matches(resource, call.resource)) &&
        meets(Condition, call.context),
    )
    .map(({ Effect }) => Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

/** Parses a policy document of a template. */
export const statementsOf = (document: unknown): PolicyStatement[] =>
  PolicyDocument.parse(canonical(document)).Statement;

import * as z from "zod";
import type { LambdaFunction } from "../lambda/function.ts";
import { FunctionError } from "../lambda/function-error.ts";
import { wildcard } from "../wildcard.ts";

const OneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const AuthorizerResult = z.object({
  principalId: z.string(),
  policyDocument: z.object({
    Statement: z.array(
      z.object({ Action: OneOrMore, Effect: z.enum(["Allow", "Deny"]), Resource: OneOrMore }),
    ),
  }),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});
type AuthorizerResult = z.infer<typeof AuthorizerResult>;

/** The context that API Gateway passes to the integration: every value as a string. */
export type AuthorizerContext = Record<string, string | number>;

export type Decision =
  | { outcome: "allowed"; context: AuthorizerContext }
  /** The authorizer threw "Unauthorized". */
  | { outcome: "unauthorized" }
  /** The policy does not allow the call. */
  | { outcome: "denied" }
  /** The authorizer failed, or did not return a policy. */
  | { outcome: "failed" };

const matches = (pattern: string, text: string) => wildcard(pattern).test(text);

/** Whether a policy allows invoking `arn`: at least one statement allows it, and none denies it. */
function isAllowed(result: AuthorizerResult, arn: string): boolean {
  const effects = result.policyDocument.Statement.filter(
    (statement) =>
      statement.Action.some((action) => matches(action, "execute-api:Invoke")) &&
      statement.Resource.some((resource) => matches(resource, arn)),
  ).map((statement) => statement.Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

/** A Lambda authorizer. It caches policies for `ttlMs`, by the caller's identity. */
export class Authorizer {
  readonly #function: LambdaFunction;
  readonly #ttlMs: number;
  readonly #cache = new Map<string, { result: AuthorizerResult; until: number }>();

  constructor(fn: LambdaFunction, ttlMs: number) {
    this.#function = fn;
    this.#ttlMs = ttlMs;
  }

  /** Decides whether the caller may invoke `methodArn`. The function receives `event` if the cache has no policy. */
  async decide(identity: string, methodArn: string, event: object): Promise<Decision> {
    const started = performance.now();
    try {
      const result = await this.#resultFor(identity, event);
      if (!isAllowed(result, methodArn)) return { outcome: "denied" };
      const context = Object.fromEntries(
        Object.entries(result.context).map(([key, value]) => [key, String(value)]),
      );
      const integrationLatency = Math.round(performance.now() - started);
      return {
        outcome: "allowed",
        context: { ...context, principalId: result.principalId, integrationLatency },
      };
    } catch (error) {
      const isRefusal = error instanceof FunctionError && error.message === "Unauthorized";
      return { outcome: isRefusal ? "unauthorized" : "failed" };
    }
  }

  async #resultFor(identity: string, event: object): Promise<AuthorizerResult> {
    const cached = this.#cache.get(identity);
    if (cached && cached.until > Date.now()) return cached.result;
    const result = AuthorizerResult.parse(await this.#function.invoke(event, "authorize", () => "policy"));
    if (this.#ttlMs > 0) {
      // A full cache is emptied. API Gateway does not document how it evicts entries, and this cache must not
      // grow forever.
      if (this.#cache.size >= 10_000) this.#cache.clear();
      this.#cache.set(identity, { result, until: Date.now() + this.#ttlMs });
    }
    return result;
  }
}

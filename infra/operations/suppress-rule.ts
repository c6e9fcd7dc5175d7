import { Validations } from "aws-cdk-lib/core";
import type { IConstruct } from "constructs";

/**
 * Says beside a resource why a rule of cdk-nag's AwsSolutions pack does not hold for it, and what is below it.
 * @param rule  its id there without the pack's name, as in `IAM5`
 */
export function suppressRule(scope: IConstruct | undefined, rule: string, reason: string): void {
  if (!scope) throw new Error(`There is no resource to suppress ${rule} for`);
  Validations.of(scope).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

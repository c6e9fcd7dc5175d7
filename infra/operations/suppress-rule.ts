import { Validations } from "aws-cdk-lib/core";
import type { IConstruct } from "constructs";

/**
 * Suppresses a rule of cdk-nag's AwsSolutions pack for a construct and its children.
 * @param rule  the rule's id without the pack's name, for example `IAM5`
 * @param reason  why the rule does not apply, for auditors
 * @throws {Error} if there is no construct, for example because CDK stopped creating a child
 */
export function suppressRule(scope: IConstruct | undefined, rule: string, reason: string): void {
  if (!scope) throw new Error(`There is no resource to suppress ${rule} for`);
  Validations.of(scope).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

import { CfnPolicy, type IRole } from "aws-cdk-lib/aws-iam";
import type { IConstruct } from "constructs";

/** Under this key a policy's metadata says why it holds a wildcard. A test looks for it. */
export const justificationKey = "WildcardJustification";

/** Writes beside the policies of a role, in the template, why they hold a wildcard. */
export function justifyWildcards(role: IRole | IConstruct | undefined, reason: string): void {
  if (!role) throw new Error("There is no role to justify");
  for (const construct of role.node.findAll()) {
    if (construct instanceof CfnPolicy) construct.addMetadata(justificationKey, reason);
  }
}

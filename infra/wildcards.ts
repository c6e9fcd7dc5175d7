import { CfnResource } from "aws-cdk-lib/core";
import type { IConstruct } from "constructs";

const holdsPolicies = new Set(["AWS::IAM::Policy", "AWS::IAM::Role", "AWS::KMS::Key"]);

/** Under this key a policy's metadata says why it holds a wildcard. A test looks for it. */
export const justificationKey = "WildcardJustification";

/** Writes beside the policies below `scope`, in the template, why they hold a wildcard. */
export function justifyWildcards(scope: IConstruct | undefined, reason: string): void {
  if (!scope) throw new Error("There is nothing to justify");
  for (const construct of scope.node.findAll()) {
    if (CfnResource.isCfnResource(construct) && holdsPolicies.has(construct.cfnResourceType)) {
      construct.addMetadata(justificationKey, reason);
    }
  }
}

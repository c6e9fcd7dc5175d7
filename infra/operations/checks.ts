import {
  type App,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  Validations,
} from "aws-cdk-lib/core";
import { AwsSolutionsChecks } from "cdk-nag";
import type { IConstruct } from "constructs";

/** The rules that are acknowledged for a construct itself. */
function acknowledgedFor(construct: IConstruct): string[] {
  return construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data))
    .map((id) => id.replace(/^annotation::/i, ""));
}

/** Whether a rule is acknowledged for a construct, or for what it is part of. */
const isAcknowledged = (construct: IConstruct | undefined, rule: string): boolean =>
  construct?.node.scopes.some((scope) => acknowledgedFor(scope).includes(rule)) ?? false;

/**
 * cdk-nag's AwsSolutions pack. It wants each finding of a rule acknowledged by the names that resources happen to have
 * (`IAM5[Resource::<Bucket83908E77.Arn>/*]`); here the rule is enough, for one construct and what is below it.
 */
class Checks implements IPolicyValidationPlugin {
  readonly name = "AwsSolutions";
  readonly #app: App;
  readonly #pack: AwsSolutionsChecks;

  constructor(app: App) {
    this.#app = app;
    this.#pack = new AwsSolutionsChecks(app);
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = this.#pack.validate(context);
    const byPath = new Map(this.#app.node.findAll().map((construct) => [construct.node.path, construct]));
    const violations = report.violations
      .map((violation) => {
        const rule = violation.ruleName.replace(/\[.*$/, "");
        const open = violation.violatingResources.filter(
          ({ constructPath = "" }) => !isAcknowledged(byPath.get(constructPath), rule),
        );
        return { ...violation, violatingResources: open };
      })
      .filter(({ violatingResources }) => violatingResources.length > 0);
    return { ...report, success: violations.length === 0, violations };
  }
}

/** Makes the synthesis of an app fail where it breaks one of AWS's rules for solutions and nobody has said why. */
export function addChecks(app: App): void {
  Validations.of(app).addPlugins(new Checks(app));
}

import {
  type App,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  Validations,
} from "aws-cdk-lib/core";
import { AwsSolutionsChecks } from "cdk-nag";
import type { IConstruct } from "constructs";

/** The rules that are suppressed for a construct itself. */
function rulesSuppressedFor(construct: IConstruct): string[] {
  return construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data))
    .map((id) => id.replace(/^annotation::/i, ""));
}

/** Whether a rule is suppressed for a construct or for one of its parents. */
const isSuppressed = (construct: IConstruct | undefined, rule: string): boolean =>
  construct?.node.scopes.some((scope) => rulesSuppressedFor(scope).includes(rule)) ?? false;

/**
 * cdk-nag's AwsSolutions pack. The pack requires one suppression per finding, with generated names
 * (`IAM5[Resource::<Bucket83908E77.Arn>/*]`). Here, suppressing a rule for a construct covers its findings there and
 * below.
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
          ({ constructPath = "" }) => !isSuppressed(byPath.get(constructPath), rule),
        );
        return { ...violation, violatingResources: open };
      })
      .filter(({ violatingResources }) => violatingResources.length > 0);
    return { ...report, success: violations.length === 0, violations };
  }
}

/** Makes the synthesis of an app fail if it violates an AwsSolutions rule that `suppressRule` does not explain. */
export function addChecks(app: App): void {
  Validations.of(app).addPlugins(new Checks(app));
}

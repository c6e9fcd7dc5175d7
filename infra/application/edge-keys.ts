import { ApiKey, CfnUsagePlan, CfnUsagePlanKey } from "aws-cdk-lib/aws-apigateway";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { Configuration } from "../configuration.ts";
import { suppressRule } from "../operations/suppress-rule.ts";

/** The stage of an API, as a usage plan names it. */
export interface KeyedStage {
  readonly apiId: string;
  readonly stage: string;
}

/**
 * The numbered secrets that the distribution sends to the APIs as their API key. Without one, the APIs' own host names
 * answer nothing. Callers can therefore not bypass the firewall or forge the viewer's address.
 */
export class EdgeKeys extends Construct {
  readonly #secrets = new Map<number, Secret>();
  readonly #keys: readonly ApiKey[];
  readonly #sends: number;

  constructor(scope: Construct, id: string, { sends, accepts }: Configuration["edgeKey"]) {
    super(scope, id);
    this.#sends = sends;
    this.#keys = accepts.map((number) => {
      const secret = new Secret(this, `Secret${number}`, {
        description: `ChatFlow: the key of the APIs that only the distribution sends (${number})`,
        generateSecretString: { passwordLength: 40, excludePunctuation: true },
      });
      suppressRule(
        secret,
        "SMG4",
        "CloudFront cannot read a rotated value. docs/admin/deploy.md has the steps.",
      );
      this.#secrets.set(number, secret);
      // The template contains a reference. CloudFormation resolves it during the deployment.
      return new ApiKey(this, `Key${number}`, { value: secret.secretValue.unsafeUnwrap() });
    });
  }

  /** Makes stages accept the keys. */
  open(...stages: readonly KeyedStage[]): void {
    const plan = new CfnUsagePlan(this, "Plan", {
      description: "ChatFlow: the distribution calls the APIs",
      apiStages: [...stages],
    });
    this.#keys.forEach((key, at) => {
      new CfnUsagePlanKey(this, `Accepted${at}`, {
        keyId: key.keyId,
        keyType: "API_KEY",
        usagePlanId: plan.ref,
      });
    });
  }

  /** The headers that the distribution adds to its requests to the APIs. They replace those of the viewer. */
  get headers(): Record<string, string> {
    const secret = this.#secrets.get(this.#sends);
    if (!secret) throw new Error(`edgeKey: there is no key ${this.#sends}`);
    return { "x-api-key": secret.secretValue.unsafeUnwrap() };
  }
}

import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Fn, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Configuration } from "../configuration.ts";
import { SigningKey } from "./signing-key.ts";

/**
 * The numbered keys of access tokens. One signs. One or more are trusted, so that tokens of the previous and the next
 * key stay valid during a rotation (docs/admin/deploy.md, "Another signing key").
 */
export class SigningKeys extends Construct {
  readonly #keys = new Map<number, SigningKey>();
  readonly #signs: number;
  readonly #trusts: readonly number[];

  constructor(scope: Construct, id: string, { signs, trusts, oldest }: Configuration["signingKey"]) {
    super(scope, id);
    this.#signs = signs;
    this.#trusts = trusts;
    for (let number = oldest; number <= Math.max(signs, ...trusts); number++) {
      const key = new SigningKey(this, `Key${number}`, `Signs ChatFlow's access tokens (${number})`);
      this.#keys.set(number, key);
      // Exported even if unused, so that the application can stop importing a key before the data stack removes it.
      Stack.of(this).exportValue(key.arn);
    }
  }

  /** Lets a function sign with the current key, and publish the trusted keys. */
  grantSign(signer: LambdaFunction): void {
    this.#key(this.#signs).grantSign(signer, "SIGNING_KEY_ID");
    this.grantVerify(signer);
  }

  /** Lets a function read the public halves of the trusted keys. */
  grantVerify(verifier: LambdaFunction): void {
    const keys = this.#trusts.map((number) => this.#key(number));
    for (const key of keys) key.grantRead(verifier);
    verifier.addEnvironment(
      "TRUSTED_KEY_IDS",
      Fn.join(
        ",",
        keys.map(({ arn }) => arn),
      ),
    );
  }

  #key(number: number): SigningKey {
    const key = this.#keys.get(number);
    if (!key) throw new Error(`signingKey: there is no key ${number}`);
    return key;
  }
}

import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { justifyWildcards } from "./wildcards.ts";

/** The key that signs access tokens: ES256, in KMS, where nobody can copy it. */
export class SigningKey extends Construct {
  readonly #key: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#key = new Key(this, "Key", {
      description: "Signs ChatFlow's access tokens",
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      // Sessions outlive it in browsers only: without the key everyone signs in again.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    justifyWildcards(
      this.#key,
      "AWS's default key policy: it lets the account's own IAM policies decide who may use the key.",
    );
  }

  /** For the one function that issues tokens. */
  grantSign(signer: LambdaFunction): void {
    this.#key.grant(signer, "kms:Sign", "kms:GetPublicKey");
    signer.addEnvironment("SIGNING_KEY_ID", this.#key.keyArn);
  }

  /** For whoever only needs the public half. */
  grantVerify(verifier: LambdaFunction): void {
    this.#key.grant(verifier, "kms:GetPublicKey");
    verifier.addEnvironment("SIGNING_KEY_ID", this.#key.keyArn);
  }
}

import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";

export interface SigningKeyProps {
  readonly description: string;
  /** The environment variable by which functions know it. */
  readonly variable: string;
}

/** A key that signs ES256, in KMS, where nobody can copy it. */
export class SigningKey extends Construct {
  readonly #key: Key;
  readonly #variable: string;

  constructor(scope: Construct, id: string, { description, variable }: SigningKeyProps) {
    super(scope, id);
    this.#variable = variable;
    this.#key = new Key(this, "Key", {
      description,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      // What it signed ends with it: everyone signs in, or subscribes, again.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** For the one function that signs. */
  grantSign(signer: LambdaFunction): void {
    this.#key.grant(signer, "kms:Sign", "kms:GetPublicKey");
    signer.addEnvironment(this.#variable, this.#key.keyArn);
  }

  /** For whoever only needs the public half. */
  grantVerify(verifier: LambdaFunction): void {
    this.#key.grant(verifier, "kms:GetPublicKey");
    verifier.addEnvironment(this.#variable, this.#key.keyArn);
  }
}

import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";

/** A key that signs ES256, in KMS, where nobody can copy it. */
export class SigningKey extends Construct {
  readonly #key: Key;

  constructor(scope: Construct, id: string, description: string) {
    super(scope, id);
    this.#key = new Key(this, "Key", {
      description,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      // What it signed ends with it: everyone signs in, or subscribes, again. KMS waits 30 days before.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  get arn(): string {
    return this.#key.keyArn;
  }

  /** Lets a function sign. @param variable  the environment variable by which it knows the key */
  grantSign(signer: LambdaFunction, variable: string): void {
    this.#key.grant(signer, "kms:Sign", "kms:GetPublicKey");
    signer.addEnvironment(variable, this.arn);
  }

  /** Lets a function read the public half. */
  grantRead(reader: LambdaFunction): void {
    this.#key.grant(reader, "kms:GetPublicKey");
  }

  /** The same, and tells it which key, by an environment variable. */
  grantVerify(verifier: LambdaFunction, variable: string): void {
    this.grantRead(verifier);
    verifier.addEnvironment(variable, this.arn);
  }
}

import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";

/** An ES256 signing key in KMS. Its private half cannot be exported. */
export class SigningKey extends Construct {
  readonly #key: Key;

  constructor(scope: Construct, id: string, description: string) {
    super(scope, id);
    this.#key = new Key(this, "Key", {
      description,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      // Deleting it invalidates its signatures: users sign in again, or subscribe to Web Push again. KMS waits 30 days.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  get arn(): string {
    return this.#key.keyArn;
  }

  /**
   * Lets a function sign.
   * @param variable  the environment variable that receives the key's ARN
   */
  grantSign(signer: LambdaFunction, variable: string): void {
    this.#key.grant(signer, "kms:Sign", "kms:GetPublicKey");
    signer.addEnvironment(variable, this.arn);
  }

  /** Lets a function read the public key. */
  grantRead(reader: LambdaFunction): void {
    this.#key.grant(reader, "kms:GetPublicKey");
  }

  /**
   * Lets a function read the public key.
   * @param variable  the environment variable that receives the key's ARN
   */
  grantVerify(verifier: LambdaFunction, variable: string): void {
    this.grantRead(verifier);
    verifier.addEnvironment(variable, this.arn);
  }
}

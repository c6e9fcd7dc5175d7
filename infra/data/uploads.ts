import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { suppressRule } from "../operations/suppress-rule.ts";
import type { Profile } from "../profiles.ts";

/**
 * The private bucket of what people attach. Nobody reads or writes it but by addresses that the api function has
 * signed; they lead through the distribution (`/files/*`), which has no rights of its own here.
 */
export class Uploads extends Construct {
  readonly #bucket: Bucket;

  constructor(scope: Construct, id: string, { profile }: { profile: Profile }) {
    super(scope, id);
    this.#bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: profile.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !profile.keepsData,
    });
    suppressRule(
      this.#bucket,
      "S1",
      "All come by addresses that api has signed; its calls are logged. A log of the addresses would be a log of keys.",
    );
  }

  /** Lets a function sign addresses for uploads and downloads: they can do what the function can. */
  grantSign(signer: LambdaFunction): void {
    this.#grant(signer, "s3:PutObject", "s3:GetObject");
  }

  /** Lets a function remove files. */
  grantRemove(remover: LambdaFunction): void {
    this.#grant(remover, "s3:DeleteObject");
  }

  #grant(user: LambdaFunction, ...actions: string[]): void {
    user.addToRolePolicy(
      new PolicyStatement({ actions, resources: [this.#bucket.arnForObjects("files/*")] }),
    );
    user.addEnvironment("UPLOADS_BUCKET", this.#bucket.bucketName);
  }

  /** The host under which its objects are. */
  get domainName(): string {
    return this.#bucket.bucketRegionalDomainName;
  }
}

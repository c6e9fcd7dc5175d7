import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { suppressRule } from "../operations/suppress-rule.ts";
import type { Profile } from "../profiles.ts";

/**
 * The maximum number of days until the cleanup, which runs daily and may fail once, removes all versions of an object
 * except the first.
 */
const sealingDays = 3;

/**
 * The private bucket of attachments and pictures. Every read and write needs an address that the api function signed.
 * The addresses lead through the distribution (`/files/*`), which itself has no permission on the bucket.
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
      // A file is the first version of its object, whatever is uploaded later. And a database restored to an earlier
      // time needs the files that were deleted since.
      versioned: true,
      lifecycleRules: [
        {
          // S3 counts whole days. The additional day covers a file that was deleted at the beginning of the first one.
          noncurrentVersionExpiration: Duration.days(Math.max(profile.database.backupDays, sealingDays) + 1),
          expiredObjectDeleteMarker: true,
        },
      ],
    });
    suppressRule(
      this.#bucket,
      "S1",
      "Every access uses an address that the api function signed, and its calls are logged. Logged addresses would grant access.",
    );
  }

  /**
   * Lets a function sign upload and download addresses, which carry the function's permissions. An address of a version
   * needs `s3:GetObjectVersion`. Only addresses of releases before 0.2 need `s3:GetObject`.
   */
  grantSign(signer: LambdaFunction): void {
    this.#grant(signer, "s3:PutObject", "s3:GetObject", "s3:GetObjectVersion");
    this.grantList(signer);
  }

  /** Lets a function remove files and their versions. */
  grantRemove(remover: LambdaFunction): void {
    this.#grant(remover, "s3:DeleteObject", "s3:DeleteObjectVersion");
    this.grantList(remover);
  }

  #grant(user: LambdaFunction, ...actions: string[]): void {
    user.addToRolePolicy(
      new PolicyStatement({ actions, resources: [this.#bucket.arnForObjects("files/*")] }),
    );
  }

  /** Lets a function list the versions of files. */
  grantList(user: LambdaFunction): void {
    user.addToRolePolicy(
      new PolicyStatement({
        actions: ["s3:ListBucketVersions"],
        resources: [this.#bucket.bucketArn],
        conditions: { StringLike: { "s3:prefix": "files/*" } },
      }),
    );
    user.addEnvironment("UPLOADS_BUCKET", this.#bucket.bucketName);
  }

  /** The bucket's host name. */
  get domainName(): string {
    return this.#bucket.bucketRegionalDomainName;
  }
}

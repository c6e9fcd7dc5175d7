import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Profile } from "./profiles.ts";
import { justifyWildcards } from "./wildcards.ts";

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
  }

  /** Lets a function sign addresses for uploads and downloads: they can do what the function can. */
  grantSign(signer: LambdaFunction): void {
    this.#bucket.grantPut(signer, "files/*");
    this.#bucket.grantRead(signer, "files/*");
    this.#tell(signer);
  }

  /** Lets a function remove files. */
  grantRemove(remover: LambdaFunction): void {
    this.#bucket.grantDelete(remover, "files/*");
    this.#tell(remover);
  }

  #tell(user: LambdaFunction): void {
    justifyWildcards(
      user.role,
      "Objects are made as people upload, so the resource ends in their common beginning.",
    );
    user.addEnvironment("UPLOADS_BUCKET", this.#bucket.bucketName);
  }

  /** The host under which its objects are. */
  get domainName(): string {
    return this.#bucket.bucketRegionalDomainName;
  }
}

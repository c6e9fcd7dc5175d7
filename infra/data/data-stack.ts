import { Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Configuration } from "../configuration.ts";
import { Database, type UsableDatabase } from "./database.ts";
import { SigningKey } from "./signing-key.ts";
import { SigningKeys } from "./signing-keys.ts";
import { Uploads } from "./uploads.ts";

/** The name of the stack, with which the names of its resources begin. */
export const dataStackName = "ChatFlow-Data";

export interface DataStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** The stateful resources that the application uses. */
export interface Data {
  readonly database: UsableDatabase;
  readonly uploads: Uploads;
  readonly signingKeys: SigningKeys;
  readonly pushKey: SigningKey;
}

/** The resources that outlive every version of the application: messages, files and signing keys. */
export class DataStack extends Stack implements Data {
  readonly database: Database;
  readonly uploads: Uploads;
  readonly signingKeys: SigningKeys;
  readonly pushKey: SigningKey;

  constructor(scope: Construct, id: string, { configuration, ...props }: DataStackProps) {
    const { profile, protectData } = configuration;
    const isProtected = profile.keepsData && protectData;
    super(scope, id, { ...props, terminationProtection: isProtected });
    this.database = new Database(this, "Database", { profile, isProtected });
    this.uploads = new Uploads(this, "Uploads", { profile });
    this.signingKeys = new SigningKeys(this, "SigningKeys", configuration.signingKey);
    this.pushKey = new SigningKey(this, "PushKey", "Signs ChatFlow's Web Push requests");
  }
}

import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { defaultSendLimits } from "../contract/limits.ts";
import { BundledFunction } from "./bundled-function.ts";
import { Cleanup } from "./cleanup.ts";
import { Database } from "./database.ts";
import { Delivery } from "./delivery.ts";
import { Mail } from "./mail.ts";
import { Migrations } from "./migrations.ts";
import { RestApi } from "./rest-api.ts";
import { type RestRoute, restRoutes } from "./rest-routes.ts";
import { applySendLimits, type SendLimits } from "./send-limits.ts";
import { SigningKey } from "./signing-key.ts";
import { Site } from "./site.ts";
import { Uploads } from "./uploads.ts";
import { WebSocketApi } from "./websocket-api.ts";

export interface ChatFlowStackProps extends StackProps {
  /** The REST calls to serve; all of them unless a test says otherwise. */
  readonly routes?: readonly RestRoute[];
  /** How fast one may send; the contract's default unless said otherwise. */
  readonly sendLimits?: SendLimits;
  /** The address that mails are from; none are sent without one. */
  readonly mailFrom?: string | undefined;
}

/** The whole of ChatFlow, as the diagram in the README has it. */
export class ChatFlowStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { routes = restRoutes, sendLimits = defaultSendLimits, mailFrom, ...props }: ChatFlowStackProps = {},
  ) {
    super(scope, id, props);

    const database = new Database(this, "Database");
    const signingKey = new SigningKey(this, "SigningKey", {
      description: "Signs ChatFlow's access tokens",
      variable: "SIGNING_KEY_ID",
    });
    const pushKey = new SigningKey(this, "PushKey", {
      description: "Signs ChatFlow's pushes to browsers",
      variable: "PUSH_KEY_ID",
    });

    const auth = new BundledFunction(this, "Auth", {
      bundle: "auth",
      description: "Signs people in and issues their tokens",
      // scrypt takes 128 MiB a password; a full CPU comes with 1,769 MB.
      memorySize: 1769,
    });
    const api = new BundledFunction(this, "Api", { bundle: "api", description: "Serves the REST calls" });
    const socket = new BundledFunction(this, "Socket", {
      bundle: "socket",
      description: "Serves the WebSocket's frames and pushes to few connections",
    });
    const authorizer = new BundledFunction(this, "Authorizer", {
      bundle: "authorizer",
      description: "Verifies access tokens for both APIs",
    });
    for (const user of [auth, api, socket]) database.grantUse(user);
    signingKey.grantSign(auth);
    signingKey.grantVerify(authorizer);

    const delivery = new Delivery(this, "Delivery", { database, pushKey });
    pushKey.grantVerify(api);
    for (const user of [auth, api, socket]) delivery.grantEnqueue(user);
    for (const user of [api, socket]) applySendLimits(user, sendLimits);
    const mail = mailFrom === undefined ? undefined : new Mail(this, "Mail", { from: mailFrom, database });
    for (const user of [auth, api]) mail?.grantRequest(user);
    const uploads = new Uploads(this, "Uploads");
    uploads.grantSign(api);
    new Cleanup(this, "Cleanup", { database, delivery, uploads });

    const restApi = new RestApi(this, "RestApi", { routes, functions: { auth, api }, authorizer });
    const webSocketApi = new WebSocketApi(this, "WebSocketApi", { socket, authorizer });
    webSocketApi.grantPush(socket);
    delivery.pushTo(webSocketApi);

    const migrations = new Migrations(this, "Migrations", { database });
    migrations.before(restApi, webSocketApi);

    const site = new Site(this, "Site", { restApi, webSocketApi, uploads });
    delivery.contactAt(mailFrom === undefined ? site.url : `mailto:${mailFrom}`);
    mail?.linkTo(site);
    new CfnOutput(this, "Url", { value: site.url, description: "Where ChatFlow is" });
  }
}

import { CfnOutput, CfnResource, Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Configuration } from "../configuration.ts";
import type { Data } from "../data/data-stack.ts";
import { Database } from "../data/database.ts";
import { ExistingDatabase } from "../data/existing-database.ts";
import { SigningKey } from "../data/signing-key.ts";
import { SigningKeys } from "../data/signing-keys.ts";
import { Uploads } from "../data/uploads.ts";
import { SiteDistribution } from "../edge/distribution.ts";
import type { EdgeStack } from "../edge/edge-stack.ts";
import { AlarmsAndDashboard } from "../operations/alarms-and-dashboard.ts";
import { Administration } from "./administration.ts";
import { BundledFunction } from "./bundled-function.ts";
import { applyCallServers } from "./call-servers.ts";
import { Cleanup } from "./cleanup.ts";
import { Delivery } from "./delivery.ts";
import { EdgeKeys } from "./edge-keys.ts";
import { LinkPreviews } from "./link-previews.ts";
import { Mail } from "./mail.ts";
import { Migrations } from "./migrations.ts";
import { deliveryLimit } from "./queue-concurrency.ts";
import { Reads } from "./reads.ts";
import { RestApi } from "./rest-api.ts";
import { type RestRoute, restRoutes } from "./rest-routes.ts";
import { applySendLimits } from "./send-limits.ts";
import { WebPush } from "./web-push.ts";
import { WebSocketApi } from "./websocket-api.ts";

export interface ApplicationStackProps extends StackProps {
  readonly configuration: Configuration;
  /** The data stack. If undefined, this stack creates the bucket and keys, and uses an existing database. */
  readonly data: Data | undefined;
  readonly edge: EdgeStack | undefined;
  /** The REST routes to serve. The default is all of them. */
  readonly routes?: readonly RestRoute[] | undefined;
}

/** The replaceable part of a deployment: the APIs, the functions, the queues and the page. */
export class ApplicationStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { configuration, data, edge, routes = restRoutes, ...props }: ApplicationStackProps,
  ) {
    super(scope, id, props);
    const { profile, mailFrom, sendLimits, applicationOnly } = configuration;
    const { uploads, signingKeys, pushKey, ...own } = data ?? this.#dataForEmulator(configuration);
    const { restoredDatabase } = configuration;
    const database = restoredDatabase
      ? new ExistingDatabase(this, "RestoredDatabase", restoredDatabase)
      : own.database;
    const reserved = configuration.reserveConcurrency ? profile.concurrency : undefined;

    const auth = new BundledFunction(this, "Auth", {
      bundle: "auth",
      description: "Signs users in and issues their tokens",
      // scrypt needs 128 MiB per password. Lambda gives a full CPU at 1,769 MB.
      memorySize: 1769,
      profile,
      place: database.functionPlace,
      reservedConcurrentExecutions: reserved?.auth,
    });
    const api = new BundledFunction(this, "Api", {
      bundle: "api",
      description: "Serves the REST API for signed-in users, and its documentation",
      profile,
      place: database.functionPlace,
      reservedConcurrentExecutions: reserved?.api,
    });
    const socket = new BundledFunction(this, "Socket", {
      bundle: "socket",
      description: "Handles WebSocket frames and pushes events to small audiences",
      profile,
      place: database.functionPlace,
      reservedConcurrentExecutions: reserved?.socket,
    });
    const authorizer = new BundledFunction(this, "Authorizer", {
      bundle: "authorizer",
      description: "Verifies access tokens for the REST and WebSocket APIs",
      profile,
    });
    for (const user of [auth, api, socket]) database.grantUse(user);
    signingKeys.grantSign(auth);
    signingKeys.grantVerify(authorizer);

    const delivery = new Delivery(this, "Delivery", {
      database,
      profile,
      maxConcurrency: deliveryLimit(configuration),
    });
    const { trustedOrigins } = configuration;
    const webPush = new WebPush(this, "WebPush", { database, profile, pushKey, trustedOrigins });
    pushKey.grantVerify(api, "PUSH_KEY_ID");
    for (const user of [auth, api, socket]) delivery.grantEnqueue(user);
    for (const user of [api, socket, delivery.worker]) webPush.grantEnqueue(user);
    const linkPreviews = new LinkPreviews(this, "LinkPreviews", { database, profile, trustedOrigins });
    delivery.grantEnqueue(linkPreviews.worker);
    for (const user of [api, socket, delivery.worker]) linkPreviews.grantEnqueue(user);
    const reads = new Reads(this, "Reads", { database, delivery, profile });
    reads.grantEnqueue(socket);
    for (const user of [api, socket]) applySendLimits(user, sendLimits);
    applyCallServers(socket, configuration.calls);
    const mail =
      mailFrom === undefined
        ? undefined
        : new Mail(this, "Mail", {
            from: mailFrom,
            identity: configuration.mailIdentity,
            zone: configuration.domain?.hostedZone,
            database,
            profile,
          });
    for (const user of [auth, api, socket, delivery.worker]) mail?.grantEnqueue(user);
    uploads.grantSign(api);
    for (const user of [socket, delivery.worker]) uploads.grantList(user);
    const cleanup = new Cleanup(this, "Cleanup", { database, delivery, uploads, profile });
    mail?.grantEnqueue(cleanup.worker);

    // An emulator has no distribution that could send a key.
    const edgeKeys = applicationOnly ? undefined : new EdgeKeys(this, "EdgeKeys", configuration.edgeKey);
    const needsKey = edgeKeys !== undefined;
    const restApi = new RestApi(this, "RestApi", {
      routes,
      functions: { auth, api },
      authorizer,
      profile,
      needsKey,
    });
    const webSocketApi = new WebSocketApi(this, "WebSocketApi", {
      socket,
      authorizer,
      profile,
      managementEndpoint: applicationOnly?.managementEndpoint,
      needsKey,
    });
    webSocketApi.logsAfter(restApi.logSetting);
    webSocketApi.grantPush(socket);
    delivery.pushTo(webSocketApi);
    reads.pushTo(webSocketApi);

    const firstSignUpRule = configuration.signUp ?? profile.firstSignUpRule;
    const administration = new Administration(this, "Administration", { database, profile, firstSignUpRule });
    delivery.grantEnqueue(administration.worker);
    const migrations = new Migrations(this, "Migrations", {
      database,
      profile,
      firstSignUpRule,
    });
    const workers = [
      delivery.worker,
      webPush.worker,
      linkPreviews.worker,
      reads.worker,
      cleanup.worker,
      administration.worker,
      ...(mail ? [mail.worker] : []),
    ];
    migrations.before(auth, api, socket, ...workers);

    const site =
      edgeKeys &&
      new SiteDistribution(this, "Site", {
        restApi,
        webSocketApi,
        uploads,
        edge,
        edgeKeys,
        cleanup: cleanup.worker,
      });
    edgeKeys?.open(restApi.stage, webSocketApi.stage);
    const url = site?.url ?? applicationOnly?.siteUrl ?? "";
    webPush.contactAt(mailFrom === undefined ? url : `mailto:${mailFrom}`);
    linkPreviews.introduceAs(url);
    mail?.linkTo(url);
    administration.linkTo(url);
    new CfnOutput(this, "Url", { value: url, description: "The address of ChatFlow" });

    if (profile.isWatched && own.database instanceof Database) {
      new AlarmsAndDashboard(this, "Operations", {
        database: own.database,
        restApi,
        webSocketApi,
        functions: {
          auth,
          api,
          socket,
          authorizer,
          delivery: delivery.worker,
          webPush: webPush.worker,
          linkPreviews: linkPreviews.worker,
          reads: reads.worker,
          cleanup: cleanup.worker,
          ...(mail && { mail: mail.worker }),
        },
        queues: {
          Delivery: delivery.queue,
          WebPush: webPush.queue,
          LinkPreviews: linkPreviews.queue,
          Reads: reads.queue,
          ...(mail && { Mail: mail.queue }),
        },
        alarmEmail: configuration.alarmEmail,
      });
    }
    if (applicationOnly) this.#adaptToEmulator(applicationOnly);
  }

  #adaptToEmulator({ endpoints, without }: NonNullable<Configuration["applicationOnly"]>): void {
    for (const construct of this.node.findAll()) {
      if (construct instanceof BundledFunction) {
        for (const [service, endpoint] of Object.entries(endpoints)) {
          construct.addEnvironment(`AWS_ENDPOINT_URL_${service}`, endpoint);
        }
      }
      if (CfnResource.isCfnResource(construct) && without.includes(construct.cfnResourceType)) {
        construct.node.scope?.node.tryRemoveChild(construct.node.id);
      }
    }
  }

  #dataForEmulator({ profile, signingKey, applicationOnly }: Configuration): Data {
    if (!applicationOnly) throw new Error("An application without a data stack needs `applicationOnly`");
    return {
      database: new ExistingDatabase(this, "Database", {
        arn: applicationOnly.databaseArn,
        secretArn: applicationOnly.databaseSecretArn,
      }),
      // CDK's helper that empties a bucket before its deletion needs services that an emulator lacks.
      uploads: new Uploads(this, "Uploads", { profile: { ...profile, keepsData: true } }),
      signingKeys: new SigningKeys(this, "SigningKeys", signingKey),
      pushKey: new SigningKey(this, "PushKey", "Signs ChatFlow's Web Push requests"),
    };
  }
}

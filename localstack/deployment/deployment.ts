import * as z from "zod";
import type { RestApi } from "../apigateway/rest-api.ts";
import type { WebSocketApiConfiguration } from "../apigateway/websocket-api.ts";
import type { Behavior, Origin } from "../cloudfront/distribution.ts";
import type { Schedule } from "../events/schedule.ts";
import type { LambdaFunction } from "../lambda/function.ts";
import type { Log } from "../log.ts";
import type { S3 } from "../s3/s3.ts";
import type { EventSource } from "../sqs/event-source.ts";
import type { Sqs } from "../sqs/sqs.ts";
import { type CloudTemplate, functionNameIn } from "../template.ts";
import { compileBehaviors } from "./behaviors.ts";
import { compileFunctions, type FunctionOf, type LocalAddresses, namedFunctions } from "./functions.ts";
import { compileEventSources } from "./queues.ts";
import { compileRestApi } from "./rest-api.ts";
import { compileSchedules } from "./schedules.ts";
import { compileWebSocketApi } from "./websocket-api.ts";

/** A template, compiled into the parts that serve it. */
export interface Deployment {
  functions: ReadonlyMap<string, LambdaFunction>;
  /** The functions that callers outside of the template invoke, by their fixed name. */
  named: ReadonlyMap<string, LambdaFunction>;
  restApi: RestApi;
  webSocketApi: WebSocketApiConfiguration;
  /** Builds the distribution's behaviours around the WebSocket API, which outlives deployments. */
  behaviors(webSocket: Origin): Behavior[];
  eventSources: readonly EventSource[];
  schedules: readonly Schedule[];
  /** Functions that a deployment runs before it opens the APIs, by their version. */
  triggers: { version: string; function: LambdaFunction }[];
}

/**
 * Compiles a template. Nothing runs yet.
 * @throws if the template contains a resource that the local stack cannot serve
 */
export function compileDeployment(
  template: CloudTemplate,
  addresses: LocalAddresses,
  aws: { sqs: Sqs; s3: S3 },
  log: Log,
  previous: ReadonlyMap<string, LambdaFunction> = new Map(),
  instanceProgram?: string,
): Deployment {
  const functions = compileFunctions(template, addresses, log, previous, instanceProgram);
  const functionOf: FunctionOf = (arn) => {
    const name = functionNameIn(arn);
    const fn = functions.get(name);
    if (!fn) throw new Error(`The template invokes ${name}, which it does not declare`);
    return fn;
  };
  const rest = compileRestApi(template, functionOf);
  const webSocketApi = compileWebSocketApi(template, functionOf);
  return {
    functions,
    named: namedFunctions(template, functions),
    restApi: rest.api,
    webSocketApi,
    eventSources: compileEventSources(template, functionOf, aws.sqs),
    schedules: compileSchedules(template, functionOf),
    behaviors: (webSocket) =>
      compileBehaviors(
        template,
        [
          {
            apiId: rest.apiId,
            origin: { type: "server", handle: (request, response) => rest.api.handle(request, response) },
          },
          { apiId: webSocketApi.apiId, origin: webSocket },
        ],
        aws.s3,
      ),
    triggers: template
      .resources("Custom::Trigger", z.object({ HandlerArn: z.string() }))
      .map(({ properties }) => {
        const fn = functionOf(properties.HandlerArn);
        // The template names the version of the settings. The code can change without a new template.
        return { version: `${properties.HandlerArn} ${fn.configuration.codeFolder}`, function: fn };
      }),
  };
}

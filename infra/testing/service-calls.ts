import type { Template } from "aws-cdk-lib/assertions";
import * as z from "zod";
import { canonical, ref } from "./canonical.ts";
import { type Call, type PolicyStatement, statementsOf } from "./policies.ts";

/** A call that AWS makes on ChatFlow's behalf, with the policy of the resource that it calls. */
export interface ServiceCall {
  /** For the report of a failed test. */
  readonly name: string;
  readonly policy: readonly PolicyStatement[];
  readonly call: Call;
}

const Text = z.string();

/** The resources of a type, with their properties in canonical form. */
function resourcesOf<S extends z.ZodType>(
  template: Template,
  type: string,
  schema: S,
): [string, z.output<S>][] {
  return Object.entries(template.findResources(type)).map(([id, { Properties = {} }]) => [
    id,
    schema.parse(canonical(Properties)),
  ]);
}

const ownAccount = { "aws:SourceAccount": ref("AWS::AccountId"), "aws:SecureTransport": "true" };

const arn = (service: string, resource: string, inRegion = true) =>
  inRegion
    ? `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`
    : `arn:\${AWS::Partition}:${service}::\${AWS::AccountId}:${resource}`;

const Permission = z.strictObject({
  Action: z.literal("lambda:InvokeFunction"),
  FunctionName: Text,
  Principal: Text,
  SourceArn: Text.optional(),
  SourceAccount: Text.optional(),
});

/** The resource policy of each function, by the function's ARN, as Lambda builds it from the permissions. */
export function functionPolicies(template: Template): Map<string, PolicyStatement[]> {
  const policies = new Map<string, PolicyStatement[]>();
  for (const [Sid, permission] of resourcesOf(template, "AWS::Lambda::Permission", Permission)) {
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = permission;
    const statement = {
      Sid,
      Effect: "Allow" as const,
      Principal: { Service: [Principal] },
      Action: [Action],
      Resource: [FunctionName],
      Condition: {
        ...(SourceArn !== undefined && { ArnLike: { "AWS:SourceArn": [SourceArn] } }),
        ...(SourceAccount !== undefined && { StringEquals: { "AWS:SourceAccount": [SourceAccount] } }),
      },
    };
    policies.set(FunctionName, [...(policies.get(FunctionName) ?? []), statement]);
  }
  return policies;
}

/** The function's ARN in an integration's or authorizer's URI. */
function invokedBy(uri: string): string {
  const found = /\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
  if (found === undefined) throw new Error(`${uri} names no function`);
  return found;
}

function invocations(
  template: Template,
  service: string,
  sources: readonly [name: string, source: string, fn: string][],
) {
  const policies = functionPolicies(template);
  return sources.map(
    ([name, source, fn]): ServiceCall => ({
      name: `${service} invokes ${fn} for ${name}`,
      policy: policies.get(fn) ?? [],
      call: {
        caller: { service },
        action: "lambda:InvokeFunction",
        resource: fn,
        context: { ...ownAccount, "aws:SourceArn": source },
      },
    }),
  );
}

/** API Gateway's invocations of integrations and authorizers, for both APIs. */
export function gatewayCalls(template: Template): ServiceCall[] {
  const of = <S extends z.ZodType>(type: string, schema: S) =>
    resourcesOf(template, `AWS::ApiGateway${type}`, schema);
  const parts = new Map(of("::Resource", z.looseObject({ ParentId: Text, PathPart: Text })));
  const pathOf = (reference: string): string => {
    const part = parts.get(reference.slice(2, -1));
    return part ? `${pathOf(part.ParentId)}/${part.PathPart}` : "";
  };
  const stages = new Map([
    ...of("::Stage", z.looseObject({ RestApiId: Text, StageName: Text })).map(
      ([, { RestApiId, StageName }]): [string, string] => [RestApiId, StageName],
    ),
    ...of("V2::Stage", z.looseObject({ ApiId: Text, StageName: Text })).map(
      ([, { ApiId, StageName }]): [string, string] => [ApiId, StageName],
    ),
  ]);
  const at = (api: string, resource: string) => arn("execute-api", `${api}/${resource}`);
  const Integration = z.looseObject({ Uri: Text });
  const Method = z.looseObject({ HttpMethod: Text, ResourceId: Text, RestApiId: Text, Integration });
  const integrations = new Map(
    of("V2::Integration", z.looseObject({ IntegrationUri: Text })).map(([id, { IntegrationUri }]) => [
      `integrations/\${${id}}`,
      invokedBy(IntegrationUri),
    ]),
  );
  return invocations(template, "apigateway.amazonaws.com", [
    ...of("::Method", Method).map(
      ([, { HttpMethod, ResourceId, RestApiId, Integration }]): [string, string, string] => {
        const route = `${HttpMethod}${pathOf(ResourceId)}`;
        return [route, at(RestApiId, `${stages.get(RestApiId)}/${route}`), invokedBy(Integration.Uri)];
      },
    ),
    ...of("::Authorizer", z.looseObject({ RestApiId: Text, AuthorizerUri: Text })).map(
      ([id, { RestApiId, AuthorizerUri }]): [string, string, string] => [
        id,
        at(RestApiId, `authorizers/${ref(id)}`),
        invokedBy(AuthorizerUri),
      ],
    ),
    ...of("V2::Route", z.looseObject({ ApiId: Text, RouteKey: Text, Target: Text })).map(
      ([, { ApiId, RouteKey, Target }]): [string, string, string] => [
        RouteKey,
        at(ApiId, `${stages.get(ApiId)}/${RouteKey}`),
        integrations.get(Target) ?? "nothing",
      ],
    ),
    ...of("V2::Authorizer", z.looseObject({ ApiId: Text, AuthorizerUri: Text })).map(
      ([id, { ApiId, AuthorizerUri }]): [string, string, string] => [
        id,
        at(ApiId, `authorizers/${ref(id)}`),
        invokedBy(AuthorizerUri),
      ],
    ),
  ]);
}

/** EventBridge's invocations of the targets of rules. */
export function eventCalls(template: Template): ServiceCall[] {
  const Rule = z.looseObject({ Targets: z.array(z.looseObject({ Arn: Text })) });
  return invocations(
    template,
    "events.amazonaws.com",
    resourcesOf(template, "AWS::Events::Rule", Rule).flatMap(([id, { Targets }]) =>
      Targets.map(({ Arn }): [string, string, string] => [id, `\${${id}.Arn}`, Arn]),
    ),
  );
}

/** The policy that SNS gives a topic without one: only the owner's account. Services send no `aws:SourceOwner`. */
const defaultTopicPolicy = (topic: string): PolicyStatement => ({
  Effect: "Allow",
  Principal: { AWS: ["*"] },
  Action: ["sns:*"],
  Resource: [topic],
  Condition: { StringEquals: { "aws:SourceOwner": [ref("AWS::AccountId")] } },
});

/** CloudWatch's notifications of the topics of alarms. */
export function alarmCalls(template: Template): ServiceCall[] {
  const TopicPolicy = z.looseObject({ PolicyDocument: z.unknown(), Topics: z.array(Text) });
  const policies = resourcesOf(template, "AWS::SNS::TopicPolicy", TopicPolicy);
  const Alarm = z.looseObject({
    AlarmActions: z.array(Text).default([]),
    OKActions: z.array(Text).default([]),
    InsufficientDataActions: z.array(Text).default([]),
  });
  return resourcesOf(template, "AWS::CloudWatch::Alarm", Alarm).flatMap(([id, alarm]) =>
    [...alarm.AlarmActions, ...alarm.OKActions, ...alarm.InsufficientDataActions].map(
      (topic): ServiceCall => {
        const own = policies.filter(([, { Topics }]) => Topics.includes(topic));
        return {
          name: `CloudWatch notifies ${topic} of ${id}`,
          policy:
            own.length > 0
              ? own.flatMap(([, { PolicyDocument }]) => statementsOf(PolicyDocument))
              : [defaultTopicPolicy(topic)],
          call: {
            caller: { service: "cloudwatch.amazonaws.com" },
            action: "sns:Publish",
            resource: topic,
            context: { ...ownAccount, "aws:SourceArn": arn("cloudwatch", `alarm:${id}`) },
          },
        };
      },
    ),
  );
}

/** CloudFront's reads from buckets with an origin access control. */
export function distributionCalls(template: Template): ServiceCall[] {
  const BucketPolicy = z.looseObject({ Bucket: Text, PolicyDocument: z.unknown() });
  const policies = resourcesOf(template, "AWS::S3::BucketPolicy", BucketPolicy);
  const Origin = z.looseObject({ DomainName: Text, OriginAccessControlId: Text.optional() });
  const Distribution = z.looseObject({ DistributionConfig: z.looseObject({ Origins: z.array(Origin) }) });
  return resourcesOf(template, "AWS::CloudFront::Distribution", Distribution).flatMap(
    ([id, { DistributionConfig }]) =>
      DistributionConfig.Origins.filter(
        ({ OriginAccessControlId }) => OriginAccessControlId !== undefined,
      ).map(({ DomainName }): ServiceCall => {
        const bucket = /^\$\{(\w+)\.RegionalDomainName\}$/.exec(DomainName)?.[1] ?? "";
        return {
          name: `CloudFront reads from ${bucket}`,
          policy: policies
            .filter(([, { Bucket }]) => Bucket === `\${${bucket}}`)
            .flatMap(([, { PolicyDocument }]) => statementsOf(PolicyDocument)),
          call: {
            caller: { service: "cloudfront.amazonaws.com" },
            action: "s3:GetObject",
            resource: `\${${bucket}.Arn}/index.html`,
            context: {
              "aws:SecureTransport": "true",
              "aws:SourceArn": arn("cloudfront", `distribution/\${${id}}`, false),
            },
          },
        };
      }),
  );
}

/** Lambda's calls to the queues of event sources, with the function's role. The queue's policy must not deny them. */
export function queueCalls(template: Template): ServiceCall[] {
  const QueuePolicy = z.looseObject({ PolicyDocument: z.unknown(), Queues: z.array(Text) });
  const queuePolicies = resourcesOf(template, "AWS::SQS::QueuePolicy", QueuePolicy);
  const RolePolicy = z.looseObject({ PolicyDocument: z.unknown(), Roles: z.array(Text).default([]) });
  const rolePolicies = resourcesOf(template, "AWS::IAM::Policy", RolePolicy);
  const roles = new Map(resourcesOf(template, "AWS::Lambda::Function", z.looseObject({ Role: Text })));
  const Mapping = z.looseObject({ EventSourceArn: Text, FunctionName: Text });
  return resourcesOf(template, "AWS::Lambda::EventSourceMapping", Mapping).flatMap(
    ([, { EventSourceArn, FunctionName }]) => {
      const queue = EventSourceArn.replace(/\.Arn\}$/, "}");
      const role = roles.get(FunctionName.slice(2, -1))?.Role ?? "";
      const policy = [
        ...queuePolicies.filter(([, { Queues }]) => Queues.includes(queue)),
        ...rolePolicies.filter(([, { Roles }]) => Roles.includes(role.replace(/\.Arn\}$/, "}"))),
      ].flatMap(([, { PolicyDocument }]) => statementsOf(PolicyDocument));
      return ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map(
        (operation): ServiceCall => ({
          name: `Lambda calls ${operation} of ${queue} for ${FunctionName}`,
          policy,
          call: {
            caller: { arn: role },
            action: `sqs:${operation}`,
            resource: EventSourceArn,
            context: { "aws:SecureTransport": "true" },
          },
        }),
      );
    },
  );
}

/** A role that may do everything. Only a resource's own policy can stop it. */
const powerful: PolicyStatement = {
  Effect: "Allow",
  Principal: { everyone: true },
  Action: ["*"],
  Resource: ["*"],
  Condition: {},
};

/** Calls without TLS to each bucket and queue, by a role that may do everything. */
export function unencryptedCalls(template: Template): ServiceCall[] {
  const policies = [
    ...resourcesOf(
      template,
      "AWS::S3::BucketPolicy",
      z.looseObject({ Bucket: Text, PolicyDocument: z.unknown() }),
    ).map(([, { Bucket, PolicyDocument }]) => ({ of: [Bucket], PolicyDocument })),
    ...resourcesOf(
      template,
      "AWS::SQS::QueuePolicy",
      z.looseObject({ Queues: z.array(Text), PolicyDocument: z.unknown() }),
    ).map(([, { Queues, PolicyDocument }]) => ({ of: Queues, PolicyDocument })),
  ];
  const targets = [
    ["AWS::S3::Bucket", "s3:GetObject", "/file"],
    ["AWS::SQS::Queue", "sqs:SendMessage", ""],
  ] as const;
  return targets.flatMap(([type, action, path]) =>
    Object.keys(template.findResources(type)).map(
      (id): ServiceCall => ({
        name: `${action} without TLS on ${id}`,
        policy: [
          powerful,
          ...policies
            .filter((each) => each.of.includes(ref(id)))
            .flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument)),
        ],
        call: {
          caller: { arn: arn("iam", "role/powerful", false) },
          action,
          resource: `\${${id}.Arn}${path}`,
          context: { "aws:SecureTransport": "false" },
        },
      }),
    ),
  );
}

import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TextWidget,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { JobQueue } from "../application/job-queue.ts";
import type { RestApi } from "../application/rest-api.ts";
import type { WebSocketApi } from "../application/websocket-api.ts";
import type { Database } from "../data/database.ts";

export interface AlarmsAndDashboardProps {
  readonly database: Database;
  readonly restApi: RestApi;
  readonly webSocketApi: WebSocketApi;
  readonly functions: Readonly<Record<string, LambdaFunction>>;
  readonly queues: Readonly<Record<string, JobQueue>>;
  /** The address that alarms are sent to. Without it, add subscriptions to the topic by hand. */
  readonly alarmEmail: string | undefined;
}

/** An alarm's condition. docs/admin/operations.md has a runbook for each alarm, under its name. */
interface AlarmSetting extends Pick<AlarmProps, "threshold" | "evaluationPeriods"> {
  readonly metric: IMetric;
  /** The symptom, for the person on call. */
  readonly symptom: string;
}

const period = Duration.minutes(5);

/** A metric that the functions write to their logs (`functions/platform/observability/log.ts`). */
const ownMetric = (metricName: string, statistic: string, label: string) =>
  new Metric({ namespace: "ChatFlow", metricName, statistic, period, label });

/** The alarms, their topic and the dashboard, for the person on call. */
export class AlarmsAndDashboard extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsAndDashboardProps) {
    super(scope, id);
    this.#topic = new Topic(this, "Alarms", { displayName: "ChatFlow", enforceSSL: true });
    // `enforceSSL` creates a policy that only denies. It replaces SNS's default policy, which lets CloudWatch publish.
    this.#topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.#topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    if (props.alarmEmail) this.#topic.addSubscription(new EmailSubscription(props.alarmEmail));
    this.#addAlarms(props);
    this.#addDashboard(props);
  }

  #addAlarms({ database, restApi, webSocketApi, functions, queues }: AlarmsAndDashboardProps): void {
    const all = Object.values(functions);
    const sumOf = (metrics: IMetric[], label: string) =>
      new MathExpression({
        expression: metrics.map((_, at) => `m${at}`).join("+"),
        usingMetrics: Object.fromEntries(metrics.map((metric, at) => [`m${at}`, metric])),
        period,
        label,
      });
    this.#addAlarm("RestErrors", {
      symptom: "REST calls end with a 5xx status",
      metric: restApi.metrics.serverErrors,
      threshold: 5,
      evaluationPeriods: 1,
    });
    this.#addAlarm("SocketErrors", {
      symptom: "The socket function fails or times out",
      metric: webSocketApi.metrics.errors,
      threshold: 5,
      evaluationPeriods: 1,
    });
    this.#addAlarm("FunctionErrors", {
      symptom: "Functions end with an error or time out",
      metric: sumOf(
        all.map((fn) => fn.metricErrors({ period, statistic: "Sum" })),
        "errors",
      ),
      threshold: 5,
      evaluationPeriods: 1,
    });
    this.#addAlarm("FunctionThrottles", {
      symptom: "Lambda refuses to start functions because the concurrency is used up",
      metric: sumOf(
        all.map((fn) => fn.metricThrottles({ period, statistic: "Sum" })),
        "throttles",
      ),
      threshold: 10,
      evaluationPeriods: 2,
    });
    for (const [name, queue] of Object.entries(queues)) {
      this.#addAlarm(`${name}Failures`, {
        symptom: `Jobs of the ${name.toLowerCase()} queue failed repeatedly and are in the failure queue`,
        metric: queue.metrics.failures,
        threshold: 1,
        evaluationPeriods: 1,
      });
      this.#addAlarm(`${name}Delay`, {
        symptom: `Jobs of the ${name.toLowerCase()} queue have waited for more than a minute`,
        metric: queue.metrics.oldest,
        threshold: 60,
        evaluationPeriods: 5,
      });
    }
    this.#addAlarm("DatabaseCapacity", {
      symptom: "The database is close to its maximum capacity",
      metric: database.metrics.utilization,
      threshold: 90,
      evaluationPeriods: 3,
    });
    if (database.metrics.readerLag) {
      this.#addAlarm("ReaderLag", {
        symptom: "A database reader is more than a second behind the writer",
        metric: database.metrics.readerLag,
        threshold: 1_000,
        evaluationPeriods: 3,
      });
    }
    this.#addAlarm("DatabaseRetries", {
      symptom: "Database calls were retried",
      metric: ownMetric("DatabaseRetries", "Sum", "retried calls"),
      threshold: 100,
      evaluationPeriods: 2,
    });
    this.#addAlarm("SendLatency", {
      symptom: "The acknowledgement of one send in a hundred takes more than a second",
      metric: ownMetric("SendLatency", "p99", "p99, ms"),
      threshold: 1_000,
      evaluationPeriods: 3,
    });
    this.#addAlarm("PushFailures", {
      symptom: "Many pushes to open connections fail",
      metric: ownMetric("PushFailures", "Sum", "pushes"),
      threshold: 1_000,
      evaluationPeriods: 2,
    });
  }

  #addAlarm(name: string, { symptom, ...setting }: AlarmSetting): void {
    const alarm = new Alarm(this, name, {
      ...setting,
      alarmDescription: `${symptom}. Runbook: docs/admin/operations.md#${name.toLowerCase()}`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    alarm.addOkAction(new SnsAction(this.#topic));
  }

  #addDashboard({ database, restApi, webSocketApi, functions, queues }: AlarmsAndDashboardProps): void {
    const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
      new GraphWidget({ title, left, right, width: 12, height: 6 });
    const dashboard = new Dashboard(this, "Dashboard");
    dashboard.addWidgets(
      new TextWidget({
        markdown: "ChatFlow. Runbooks for the alarms: docs/admin/operations.md",
        width: 24,
        height: 1,
      }),
    );
    dashboard.addWidgets(
      graph(
        "Sending",
        [ownMetric("SendLatency", "p50", "p50, ms"), ownMetric("SendLatency", "p99", "p99, ms")],
        [ownMetric("SendLatency", "SampleCount", "sends")],
      ),
      graph("Failed pushes", [ownMetric("PushFailures", "Sum", "pushes")]),
      graph(
        "Sockets",
        [
          webSocketApi.metrics.connects,
          webSocketApi.metrics.frames,
          ownMetric("SocketsOpened", "Sum", "opened"),
          ownMetric("SocketsClosed", "Sum", "closed"),
        ],
        [webSocketApi.metrics.errors, webSocketApi.metrics.refusals],
      ),
      graph(
        "REST",
        [restApi.metrics.calls, restApi.metrics.clientErrors, restApi.metrics.serverErrors],
        [restApi.metrics.latency],
      ),
      graph(
        "Database",
        [database.metrics.capacity, database.metrics.connections],
        [ownMetric("DatabaseRetries", "Sum", "retried calls")],
      ),
      ...(database.metrics.readerLag
        ? [
            graph(
              "Database readers",
              [
                ownMetric("ReaderReads", "Sum", "reads"),
                ownMetric("ReaderMisses", "Sum", "reads that the writer took over"),
              ],
              [database.metrics.readerLag],
            ),
          ]
        : []),
      graph(
        "Queues",
        Object.values(queues).flatMap(({ metrics }) => [metrics.waiting, metrics.failures]),
        Object.values(queues).map(({ metrics }) => metrics.oldest),
      ),
      graph(
        "Functions: errors",
        Object.entries(functions).map(([label, fn]) => fn.metricErrors({ period, label })),
      ),
      graph(
        "Functions: p99 duration, ms",
        Object.entries(functions).map(([label, fn]) =>
          fn.metricDuration({ period, statistic: "p99", label }),
        ),
      ),
    );
  }
}

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
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { JobQueue } from "../application/job-queue.ts";
import type { RestApi } from "../application/rest-api.ts";
import type { WebSocketApi } from "../application/websocket-api.ts";
import type { Database } from "../data/database.ts";

export interface OperationsProps {
  readonly database: Database;
  readonly restApi: RestApi;
  readonly webSocketApi: WebSocketApi;
  readonly functions: Readonly<Record<string, LambdaFunction>>;
  readonly queues: Readonly<Record<string, JobQueue>>;
  /** Who is written to when an alarm goes off. */
  readonly alarmEmail: string | undefined;
}

/** What an alarm is about; the runbook of each stands under its name in docs/admin/operations.md. */
interface AlarmSetting extends Pick<AlarmProps, "threshold" | "evaluationPeriods"> {
  readonly metric: IMetric;
  readonly what: string;
}

const period = Duration.minutes(5);

/** The metrics that the functions write into their logs (`functions/platform/observability/log.ts`). */
const own = (metricName: string, statistic: string, label: string) =>
  new Metric({ namespace: "ChatFlow", metricName, statistic, period, label });

/** Alarms to a topic, and a dashboard: what whoever is on call looks at. */
export class Operations extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    this.#topic = new Topic(this, "Alarms", { displayName: "ChatFlow", enforceSSL: true });
    if (props.alarmEmail) this.#topic.addSubscription(new EmailSubscription(props.alarmEmail));
    this.#addAlarms(props);
    this.#addDashboard(props);
  }

  #addAlarms({ database, restApi, webSocketApi, functions, queues }: OperationsProps): void {
    const all = Object.values(functions);
    const sumOf = (metrics: IMetric[], label: string) =>
      new MathExpression({
        expression: metrics.map((_, at) => `m${at}`).join("+"),
        usingMetrics: Object.fromEntries(metrics.map((metric, at) => [`m${at}`, metric])),
        period,
        label,
      });
    this.#addAlarm("RestErrors", {
      what: "REST calls fail by our fault",
      metric: restApi.metrics.serverErrors,
      threshold: 5,
      evaluationPeriods: 1,
    });
    this.#addAlarm("SocketErrors", {
      what: "Frames fail by our fault",
      metric: webSocketApi.metrics.errors,
      threshold: 5,
      evaluationPeriods: 1,
    });
    this.#addAlarm("FunctionErrors", {
      what: "Functions end with an error or run out of time",
      metric: sumOf(
        all.map((fn) => fn.metricErrors({ period, statistic: "Sum" })),
        "errors",
      ),
      threshold: 5,
      evaluationPeriods: 1,
    });
    this.#addAlarm("FunctionThrottles", {
      what: "Functions are not started, for want of concurrency",
      metric: sumOf(
        all.map((fn) => fn.metricThrottles({ period, statistic: "Sum" })),
        "throttles",
      ),
      threshold: 10,
      evaluationPeriods: 2,
    });
    for (const [name, queue] of Object.entries(queues)) {
      this.#addAlarm(`${name}Failures`, {
        what: `Jobs of the ${name.toLowerCase()} queue were given up`,
        metric: queue.metrics.failures,
        threshold: 1,
        evaluationPeriods: 1,
      });
      this.#addAlarm(`${name}Delay`, {
        what: `Jobs of the ${name.toLowerCase()} queue wait for more than a minute`,
        metric: queue.metrics.oldest,
        threshold: 60,
        evaluationPeriods: 5,
      });
    }
    this.#addAlarm("DatabaseCapacity", {
      what: "The database is near the most capacity that it may have",
      metric: database.metrics.utilization,
      threshold: 90,
      evaluationPeriods: 3,
    });
    if (database.metrics.readerLag) {
      this.#addAlarm("ReaderLag", {
        what: "A reader of the database is behind by more than a second",
        metric: database.metrics.readerLag,
        threshold: 1_000,
        evaluationPeriods: 3,
      });
    }
    this.#addAlarm("DatabaseRetries", {
      what: "Calls to the database had to be repeated",
      metric: own("DatabaseRetries", "Sum", "repeated calls"),
      threshold: 100,
      evaluationPeriods: 2,
    });
    this.#addAlarm("SendLatency", {
      what: "A send takes more than a second until its ack, for one in a hundred",
      metric: own("SendLatency", "p99", "p99, ms"),
      threshold: 1_000,
      evaluationPeriods: 3,
    });
    this.#addAlarm("PushFailures", {
      what: "Pushes to connections fail, of which many are open",
      metric: own("PushFailures", "Sum", "pushes"),
      threshold: 1_000,
      evaluationPeriods: 2,
    });
  }

  #addAlarm(name: string, { what, ...setting }: AlarmSetting): void {
    const alarm = new Alarm(this, name, {
      ...setting,
      alarmDescription: `${what}. Runbook: docs/admin/operations.md#${name.toLowerCase()}`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    alarm.addOkAction(new SnsAction(this.#topic));
  }

  #addDashboard({ database, restApi, webSocketApi, functions, queues }: OperationsProps): void {
    const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
      new GraphWidget({ title, left, right, width: 12, height: 6 });
    const dashboard = new Dashboard(this, "Dashboard");
    dashboard.addWidgets(
      new TextWidget({
        markdown: "ChatFlow. What to do about an alarm: docs/admin/operations.md",
        width: 24,
        height: 1,
      }),
    );
    dashboard.addWidgets(
      graph(
        "Sending",
        [own("SendLatency", "p50", "p50, ms"), own("SendLatency", "p99", "p99, ms")],
        [own("SendLatency", "SampleCount", "sends")],
      ),
      graph("Pushes that failed", [own("PushFailures", "Sum", "pushes")]),
      graph(
        "Sockets",
        [
          webSocketApi.metrics.connects,
          webSocketApi.metrics.frames,
          own("SocketsOpened", "Sum", "opened"),
          own("SocketsClosed", "Sum", "closed"),
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
        [own("DatabaseRetries", "Sum", "repeated calls")],
      ),
      ...(database.metrics.readerLag
        ? [
            graph(
              "Readers of the database",
              [own("ReaderReads", "Sum", "reads"), own("ReaderMisses", "Sum", "reads that the writer took")],
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
        "Functions: milliseconds, p99",
        Object.entries(functions).map(([label, fn]) =>
          fn.metricDuration({ period, statistic: "p99", label }),
        ),
      ),
    );
  }
}

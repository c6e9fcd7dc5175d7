import { randomUUID } from "node:crypto";
import type { LambdaFunction } from "../lambda/function.ts";
import { ignoreFunctionError } from "../lambda/function-error.ts";
import { account, region } from "../template.ts";

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Returns the milliseconds between two runs of an EventBridge schedule expression.
 * @throws for anything except `rate(…)`, because it would silently never run
 */
export function periodOf(expression: string): number {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const ms = unitMs[unit];
  if (!count || !ms) throw new Error(`The local stack serves rate(…) schedules only, not ${expression}`);
  return Number(count) * ms;
}

/** A scheduled rule of EventBridge. It invokes its function at the end of each period. */
export class Schedule {
  readonly name: string;
  readonly #periodMs: number;
  readonly #target: LambdaFunction;
  #timer: NodeJS.Timeout | undefined;

  constructor(name: string, periodMs: number, target: LambdaFunction) {
    this.name = name;
    this.#periodMs = periodMs;
    this.#target = target;
  }

  start(): void {
    this.#timer = setInterval(() => void this.run().catch(ignoreFunctionError), this.#periodMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Runs the rule now. @throws {FunctionError} */
  async run(): Promise<void> {
    await this.#target.invoke(
      {
        version: "0",
        id: randomUUID(),
        "detail-type": "Scheduled Event",
        source: "aws.events",
        account,
        time: new Date().toISOString(),
        region,
        resources: [`arn:aws:events:${region}:${account}:rule/${this.name}`],
        detail: {},
      },
      "schedule",
    );
  }
}

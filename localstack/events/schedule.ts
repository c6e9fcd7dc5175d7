import { randomUUID } from "node:crypto";
import type { LambdaFunction } from "../lambda/function.ts";
import { account, region } from "../template.ts";

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds between two runs of a schedule expression of EventBridge.
 * @throws for anything but `rate(…)`: better said than never run
 */
export function periodOf(expression: string): number {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const ms = unitMs[unit];
  if (!count || !ms) throw new Error(`The local stack serves rate(…) schedules only, not ${expression}`);
  return Number(count) * ms;
}

/** A scheduled rule of EventBridge: invokes its function at each period's end. */
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
    // The function's log says what went wrong; the next run comes in any case.
    this.#timer = setInterval(() => void this.run().catch(() => {}), this.#periodMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Runs it now. @throws FunctionError */
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

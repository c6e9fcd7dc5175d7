import { availableParallelism } from "node:os";
import type { Log } from "../log.ts";
import { region } from "../template.ts";
import { accessKeyId, secretAccessKey } from "./credentials.ts";
import type { FunctionConfiguration } from "./function-configuration.ts";
import { FunctionError } from "./function-error.ts";
import { Instance } from "./instance.ts";

/** The largest event or result in bytes: Lambda's quota for synchronous invocations. */
export const payloadBytes = 6 * 1024 * 1024;

/** The maximum number of a function's instances. On AWS this is the concurrency quota. Further invocations wait. */
const maxInstances = Math.max(4, availableParallelism() * 2);

/** Variables that Lambda sets for the AWS SDK. */
function runtimeEnvironment(configuration: FunctionConfiguration): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    TZ: ":UTC",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memorySize),
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    LAMBDA_TASK_ROOT: configuration.codeFolder,
    // Without this, the SDK announces at each start that it will need a newer Node one day.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    NODE_NO_WARNINGS: "1",
  };
}

/** A function and its instances. An invocation takes an idle instance, starts a new one, or waits. */
export class LambdaFunction {
  readonly configuration: FunctionConfiguration;
  readonly #log: Log;
  readonly #instances = new Set<Instance>();
  readonly #idle: Instance[] = [];
  readonly #waiting: ((instance: Instance) => void)[] = [];
  readonly #program: string | undefined;
  #retired = false;

  /** @param program  runs the bundle in an instance. By default, the local stack's own program. */
  constructor(configuration: FunctionConfiguration, log: Log, program?: string) {
    this.configuration = configuration;
    this.#log = log;
    this.#program = program;
  }

  /**
   * Invokes the function, waits for the result, and logs one line.
   * @param label  names the invocation in the log
   * @param summarize  describes the result in the log
   * @throws {FunctionError}
   */
  async invoke(
    event: unknown,
    label: string,
    summarize: (result: unknown) => string = () => "done",
  ): Promise<unknown> {
    const instance = await this.#acquire();
    const started = performance.now();
    const report = (outcome: string) =>
      this.#log.line(
        `${this.configuration.name} ${label} ${outcome} ${Math.round(performance.now() - started)} ms`,
      );
    try {
      const result = await instance.invoke(event);
      report(summarize(result));
      return result;
    } catch (error) {
      if (error instanceof FunctionError) report(`${error.errorType}: ${error.message}`);
      throw error;
    } finally {
      this.#release(instance);
    }
  }

  /** The process ids of the instances, for tests that kill them. */
  get pids(): number[] {
    return [...this.#instances].flatMap((instance) => instance.pid ?? []);
  }

  /** Lets running invocations finish, then ends the instances. New invocations go to the successor. */
  retire(): void {
    this.#retired = true;
    for (const instance of this.#idle.splice(0)) instance.kill();
  }

  /** Kills all instances immediately. */
  kill(): void {
    this.#retired = true;
    for (const instance of this.#instances) instance.kill();
  }

  async #acquire(): Promise<Instance> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) if (idle.isAlive) return idle;
    if (this.#instances.size < maxInstances) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): Instance {
    const { configuration } = this;
    const instance = new Instance(
      configuration,
      { ...runtimeEnvironment(configuration), ...configuration.environment },
      this.#program,
      (line) => {
        if (!isForCloudWatch(line)) this.#log.line(`${configuration.name} | ${readable(line)}`);
      },
      (exited) => this.#forget(exited),
    );
    this.#instances.add(instance);
    return instance;
  }

  #release(instance: Instance): void {
    if (!instance.isAlive) return;
    const next = this.#waiting.shift();
    if (next) next(instance);
    else if (this.#retired) instance.kill();
    else this.#idle.push(instance);
  }

  #forget(instance: Instance): void {
    this.#instances.delete(instance);
    const at = this.#idle.indexOf(instance);
    if (at >= 0) this.#idle.splice(at, 1);
    const next = this.#waiting.shift();
    if (next) next(this.#start());
  }
}

/** Whether a line is a metric or belongs to the access log. The local stack prints a line per invocation anyway. */
const isForCloudWatch = (line: string) =>
  line.startsWith('{"_aws":') || line.startsWith('{"level":"info","what":"request"');

/** Shortens a function's JSON log line to the parts that a developer looks for first. */
function readable(line: string): string {
  try {
    const { level, what, message, stack, ...rest } = JSON.parse(line);
    if (typeof what !== "string") return line;
    return `${level}: ${what}: ${message} ${Object.keys(rest).length > 1 ? JSON.stringify(rest) : ""}${stack ? `\n${stack}` : ""}`;
  } catch {
    return line;
  }
}

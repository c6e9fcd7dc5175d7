import { availableParallelism } from "node:os";
import type { Log } from "../log.ts";
import { region } from "../template.ts";
import { accessKeyId, secretAccessKey } from "./credentials.ts";
import type { FunctionConfiguration } from "./function-configuration.ts";
import { FunctionError, Instance } from "./instance.ts";

/** Bytes of an event or a result: Lambda's quota for synchronous invocations. */
export const payloadBytes = 6 * 1024 * 1024;

/** Instances of one function at the same time; on AWS this is the concurrency quota. Further invocations wait. */
const maxInstances = Math.max(4, availableParallelism() * 2);

/** What only Lambda sets, for the AWS SDK to find. */
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
    // The SDK announces at each start that it will one day need a newer Node than this machine's may be.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    NODE_NO_WARNINGS: "1",
  };
}

/** A function and its instances: each invocation takes an idle one, or a new one, or waits for one. */
export class LambdaFunction {
  readonly configuration: FunctionConfiguration;
  readonly #log: Log;
  readonly #instances = new Set<Instance>();
  readonly #idle: Instance[] = [];
  readonly #waiting: ((instance: Instance) => void)[] = [];
  readonly #program: string | undefined;
  #retired = false;

  /** @param program  what runs the bundle in an instance, if not the local stack's own */
  constructor(configuration: FunctionConfiguration, log: Log, program?: string) {
    this.configuration = configuration;
    this.#log = log;
    this.#program = program;
  }

  /**
   * Invokes it and waits for the result; one line of the log tells of it.
   * @param label  what the log calls this invocation
   * @param summarize  what the log says of the result
   * @throws FunctionError
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

  /** The instances' process ids, for whoever tests what happens when one dies. */
  get pids(): number[] {
    return [...this.#instances].flatMap((instance) => instance.pid ?? []);
  }

  /** Lets running invocations finish, then ends the instances; new invocations go to its successor. */
  retire(): void {
    this.#retired = true;
    for (const instance of this.#idle.splice(0)) instance.kill();
  }

  /** Ends all instances at once. */
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
        if (!isMetric(line)) this.#log.line(`${configuration.name} | ${readable(line)}`);
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

/** A line that CloudWatch makes metrics of, and no person reads. */
const isMetric = (line: string) => line.startsWith('{"_aws":');

/** A function's own JSON log line, shortened to what a person looks for first. */
function readable(line: string): string {
  try {
    const { level, what, message, stack, ...rest } = JSON.parse(line);
    if (typeof what !== "string") return line;
    return `${level}: ${what}: ${message} ${Object.keys(rest).length > 1 ? JSON.stringify(rest) : ""}${stack ? `\n${stack}` : ""}`;
  } catch {
    return line;
  }
}

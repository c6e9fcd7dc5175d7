import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import type { FunctionConfiguration } from "./function-configuration.ts";
import { FunctionError } from "./function-error.ts";
import { nodeExecutable } from "./node-executable.ts";

/** An error of a function, as Lambda reports it. */
const FunctionErrorPayload = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).default([]),
});

const InstanceMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("failed"), error: FunctionErrorPayload }),
  z.object({ type: z.literal("result"), payload: z.string() }),
  z.object({ type: z.literal("error"), error: FunctionErrorPayload }),
]);

/** One instance of a function: a process that runs the bundle, one invocation at a time. */
export class Instance {
  readonly #process: ChildProcess;
  readonly #configuration: FunctionConfiguration;
  #settle: ((outcome: { payload: string } | { error: FunctionError }) => void) | undefined;

  /** @param program  runs the bundle. By default, instance-main.mjs. */
  constructor(
    configuration: FunctionConfiguration,
    environment: Record<string, string>,
    program: string | undefined,
    print: (line: string) => void,
    onExit: (instance: Instance) => void,
  ) {
    this.#configuration = configuration;
    const [module = "", exportName = ""] = configuration.handler.split(".");
    this.#process = fork(
      program ?? join(import.meta.dirname, "instance-main.mjs"),
      [join(configuration.codeFolder, `${module}.mjs`), exportName],
      {
        env: environment,
        execPath: nodeExecutable,
        execArgv: [`--max-old-space-size=${configuration.memorySize}`],
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      },
    );
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", print);
    }
    this.#process.on("message", (message) => this.#receive(message));
    this.#process.on("exit", (code, signal) => {
      this.#end({
        error: new FunctionError(
          "Runtime.ExitError",
          `Runtime exited with error: ${signal ?? `exit status ${code}`}`,
        ),
      });
      onExit(this);
    });
  }

  /** False once the process has been killed, even before it has exited. */
  get isAlive(): boolean {
    return this.#process.connected && !this.#process.killed;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /**
   * Runs one invocation.
   * @returns the handler's result
   * @throws {FunctionError}
   */
  async invoke(event: unknown): Promise<unknown> {
    const { name, timeoutMs, memorySize } = this.#configuration;
    const outcome = await new Promise<{ payload: string } | { error: FunctionError }>((resolve) => {
      this.#settle = resolve;
      const timer = setTimeout(() => {
        const seconds = (timeoutMs / 1000).toFixed(2);
        this.#end({
          error: new FunctionError("Sandbox.Timedout", `Task timed out after ${seconds} seconds`),
        });
        this.kill();
      }, timeoutMs);
      this.#settle = (value) => {
        clearTimeout(timer);
        resolve(value);
      };
      const invocation = {
        requestId: randomUUID(),
        event,
        deadline: Date.now() + timeoutMs,
        functionName: name,
        memorySize,
      };
      this.#process.send(invocation, (error) => {
        if (error)
          this.#end({
            error: new FunctionError("Runtime.ExitError", "Runtime exited before the invocation"),
          });
      });
    });
    if ("error" in outcome) throw outcome.error;
    return JSON.parse(outcome.payload);
  }

  /** Kills the process immediately. */
  kill(): void {
    this.#process.kill("SIGKILL");
  }

  #receive(raw: unknown): void {
    const message = InstanceMessage.parse(raw);
    if (message.type === "result") this.#end({ payload: message.payload });
    else if (message.type !== "ready") {
      const { errorType, errorMessage, trace } = message.error;
      this.#end({ error: new FunctionError(errorType, errorMessage, trace) });
      if (message.type === "failed") this.kill();
    }
  }

  #end(outcome: { payload: string } | { error: FunctionError }): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(outcome);
  }
}

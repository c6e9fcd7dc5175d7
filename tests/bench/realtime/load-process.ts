import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { LoadCommand, LoadResult } from "./load-protocol.ts";

/** The load program, which runs in its own process. */
export class LoadProcess {
  readonly #process: ChildProcess = fork(join(import.meta.dirname, "load.ts"), [], {
    execArgv: ["--import", "tsx"],
  });

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Sends a command and waits for its result. @throws the load program's error */
  run(command: LoadCommand): Promise<LoadResult> {
    return new Promise((resolve, reject) => {
      this.#process.once("message", ({ result, error }: { result?: LoadResult; error?: string }) => {
        if (result) resolve(result);
        else reject(new Error(error));
      });
      this.#process.send(command);
    });
  }

  end(): void {
    this.#process.disconnect();
  }
}

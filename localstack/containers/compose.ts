import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";

/** LocalStack needs a token, because its WebSocket APIs are not free. MiniStack needs none. */
export const emulator = process.env.LOCALSTACK_AUTH_TOKEN ? "localstack" : "ministack";

/**
 * Runs Docker Compose with our file. Ends the program with a message if Docker is missing or the command
 * fails.
 */
export function compose(...args: string[]): void {
  if (spawnSync("docker", ["compose", "version"]).status !== 0) {
    console.error(
      "Docker with its compose plugin is not here; the containers need it. npm start does without.",
    );
    process.exit(1);
  }
  const file = join(root, "localstack/compose.yaml");
  const { status } = spawnSync("docker", ["compose", "--file", file, "--profile", emulator, ...args], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

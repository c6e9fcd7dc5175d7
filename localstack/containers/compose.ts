import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";

/** LocalStack's own emulator wants a token (its WebSocket APIs are not free); MiniStack wants none. */
export const emulator = process.env.LOCALSTACK_AUTH_TOKEN ? "localstack" : "ministack";

/** Runs Docker Compose on our file. Where there is none, or when it fails, the program ends and says so. */
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

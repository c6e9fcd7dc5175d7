import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";

/** LocalStack's own emulator wants a token (its WebSocket APIs are not free); MiniStack wants none. */
export const emulator = process.env.LOCALSTACK_AUTH_TOKEN ? "localstack" : "ministack";

/** Runs Docker Compose on our file. @throws with what to do, when there is none, or when it fails */
export function compose(...args: string[]): void {
  const file = join(root, "localstack/compose.yaml");
  const { status, error } = spawnSync("docker", ["compose", "--file", file, "--profile", emulator, ...args], {
    stdio: "inherit",
  });
  if (error) throw new Error("There is no Docker here, which the containers need; npm start needs none.");
  if (status !== 0) throw new Error(`docker compose ${args[0]} failed; is the Docker engine running?`);
}

import { execFileSync, spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "../../../infra/build-output.ts";
import { freePort } from "../../../localstack/listen.ts";
import { makeJwt } from "../../support/jwt.ts";

export interface Yardstick {
  url: string;
  pid: number;
  tokenOf: (userId: string) => Promise<string>;
  stop: () => void;
}

/** Creates the yardstick's virtual environment below `.build/` unless it exists. @throws without Python or PyPI */
function python(): string {
  const environment = join(root, ".build", "yardstick");
  const program = join(environment, "bin", "python");
  if (!existsSync(join(environment, "bin", "uvicorn"))) {
    execFileSync("python3", ["-m", "venv", environment], { stdio: "inherit" });
    const install = ["-m", "pip", "install", "--quiet", "-r", join(import.meta.dirname, "requirements.txt")];
    execFileSync(program, install, { stdio: "inherit" });
  }
  return program;
}

/** Starts the FastAPI server on the local stack's database. */
export async function startYardstick(databaseUrl: string): Promise<Yardstick> {
  const secret = randomBytes(32).toString("base64url");
  const port = await freePort();
  const options = ["--port", String(port), "--log-level", "warning", "--ws-per-message-deflate", "false"];
  const server = spawn(python(), ["-m", "uvicorn", "server:app", ...options], {
    cwd: import.meta.dirname,
    env: { ...process.env, DATABASE_URL: databaseUrl, SECRET: secret },
    stdio: "inherit",
  });
  const url = `ws://127.0.0.1:${port}/ws`;
  for (let attempt = 0; ; attempt++) {
    const isUp = await fetch(`http://127.0.0.1:${port}/openapi.json`).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (server.exitCode !== null || attempt > 200) throw new Error("The yardstick did not start");
    await wait(100);
  }
  const sign = (text: string) => createHmac("sha256", secret).update(text).digest();
  return {
    url,
    pid: server.pid ?? 0,
    tokenOf: (sub) => makeJwt({ alg: "HS256", typ: "JWT" }, { sub }, sign),
    stop: () => void server.kill("SIGINT"),
  };
}

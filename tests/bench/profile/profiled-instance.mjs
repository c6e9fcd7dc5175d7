// The program of a function's instance that can be profiled. The first SIGUSR2 starts the profile. The second writes it
// to .build/bench/profiles/FUNCTION-PID.cpuprofile. Plain JavaScript, like the program that it extends.
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../../.build/bench/profiles");
const session = new Session();
session.connect();
let isRunning = false;

process.on("SIGUSR2", async () => {
  isRunning = !isRunning;
  if (isRunning) {
    await session.post("Profiler.enable");
    await session.post("Profiler.start");
  } else {
    const { profile } = await session.post("Profiler.stop");
    const file = `${process.env.AWS_LAMBDA_FUNCTION_NAME}-${process.pid}.cpuprofile`;
    writeFileSync(join(folder, file), JSON.stringify(profile));
  }
});

await import("../../../localstack/lambda/instance-main.mjs");

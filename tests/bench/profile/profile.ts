import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { root } from "../../../infra/build-output.ts";
import type { RunningStack } from "../../../localstack/stack.ts";
import { eventually } from "../../support/eventually.ts";
import { CpuProfile } from "./cpu-profile.ts";

/** The folder of the profiles. `profiled-instance.mjs` writes to it as well. */
const folder = join(root, ".build/bench/profiles");

/** The program of instances that `profileStack` can profile. */
export const profiledInstance = join(import.meta.dirname, "profiled-instance.mjs");

/** A process's profile, and the file that contains it. */
export interface ProcessProfile {
  /** The function, or "local AWS" for the process that serves the emulated AWS services. */
  part: string;
  file: string;
  profile: CpuProfile;
}

const toggle = (pid: number) => process.kill(pid, "SIGUSR2");

const fileOf = (name: string) => join(folder, `${name}.cpuprofile`);

const read = (part: string, file: string): ProcessProfile => ({
  part,
  file,
  profile: CpuProfile.parse(JSON.parse(readFileSync(file, "utf8"))),
});

/**
 * Profiles the local stack while `run` runs: this process, which serves the emulated AWS services, and the instances
 * that exist at the start. They must run `profiledInstance`.
 */
export async function profileStack(
  stack: RunningStack,
  run: () => Promise<unknown>,
): Promise<ProcessProfile[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const instances = [...stack.functions().values()].flatMap(({ configuration, pids }) =>
    pids.map((pid) => ({ name: configuration.name, pid })),
  );
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.start");
  for (const { pid } of instances) toggle(pid);
  await run();
  for (const { pid } of instances) toggle(pid);
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  writeFileSync(fileOf("local-aws"), JSON.stringify(profile));
  const functions = instances.map(({ name, pid }) =>
    // The instance writes its file a moment later.
    eventually(() => read(name, fileOf(`${name}-${pid}`))),
  );
  return [read("local AWS", fileOf("local-aws")), ...(await Promise.all(functions))];
}

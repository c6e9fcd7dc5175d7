import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const ticks = 100;

/** Seconds of CPU that a process has used, with its threads; 0 when it is gone. Linux only. */
export function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticks;
  } catch {
    return 0;
  }
}

/** Bytes of memory that a process has of its own. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** The processes of a PostgreSQL server: the one that we started, and its children. */
export function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        return new RegExp(`^PPid:\\s+${pid}$`, "m").test(readFileSync(`/proc/${candidate}/status`, "utf8"));
      } catch {
        return false;
      }
    });
}

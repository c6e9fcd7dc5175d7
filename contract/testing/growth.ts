const times = 16;

/** The least CPU time of several runs, in microseconds. The first runs also compile the code. */
function leastTime(run: () => unknown): number {
  const durations = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return user + system;
  });
  return Math.min(...durations);
}

/**
 * Compares the CPU times for a text and for one that is sixteen times as long. The ratio is about 16 for work that grows in
 * proportion to the text, and about 256 for work that grows with its square.
 *
 * @param part  the texts repeat it
 * @param length  the characters of the shorter text
 */
export function growthOf(work: (text: string) => unknown, part: string, length: number): number {
  const repeated = (count: number) => part.repeat(Math.ceil(count / part.length));
  const [short, long] = [repeated(length), repeated(length * times)];
  return leastTime(() => work(long)) / leastTime(() => work(short));
}

/** A ratio that only work beyond proportion reaches. */
export const disproportionate = 90;

/** Runs a task while no other client of the same cookie runs one. */
export type Exclusively = <T>(task: () => Promise<T>) => Promise<T>;

/** Returns the value below which a share of the sorted numbers lies, or 0 for an empty list. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

export const sort = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

/** A latency's distribution in milliseconds. */
export interface Latency {
  p50: number;
  p95: number;
  p99: number;
  most: number;
  /** The latency at each share of `shares`. */
  curve: number[];
}

/** The shares of the messages at which a latency's curve has its points. */
export const shares = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1];

export function latencyOf(milliseconds: readonly number[]): Latency {
  const sorted = sort(milliseconds);
  const at = (share: number) => Math.round(quantile(sorted, share) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1), curve: shares.map(at) };
}

/** Returns a count as a badge shows it. */
export const counted = (count: number): string => (count > 99 ? "99+" : String(count));

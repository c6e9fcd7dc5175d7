/** Returns a value that must exist. @throws if it is undefined or null, naming it */
export function required<T>(value: T | null | undefined, name: string): T {
  if (value === undefined || value === null) throw new Error(`There is no ${name}`);
  return value;
}

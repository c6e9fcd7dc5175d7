/** A tuple of N elements. */
export type Tuple<T, N extends number, R extends T[] = []> = number extends N
  ? T[]
  : R["length"] extends N
    ? R
    : Tuple<T, N, [...R, T]>;

const hasLength = <T, N extends number>(items: T[], count: N): items is T[] & Tuple<T, N> =>
  items.length === count;

/** Creates `count` values at the same time. @returns a tuple, so that each can have a name: `const [ann, ben] = …` */
export async function createTuple<T, N extends number>(
  count: N,
  create: (index: number) => Promise<T>,
): Promise<Tuple<T, N>> {
  const created = await Promise.all(Array.from({ length: count }, (_, index) => create(index)));
  if (!hasLength(created, count)) throw new Error(`${count} values were requested`);
  return created;
}

/**
 * Returns the only resource of a kind. @throws if there is none or more than one, because guessing would hide
 * a mistake
 */
export const only = <T>(items: readonly T[], what: string): T => {
  const [item] = items;
  if (!item || items.length > 1)
    throw new Error(`The template has ${items.length} of ${what}; the local stack serves one`);
  return item;
};

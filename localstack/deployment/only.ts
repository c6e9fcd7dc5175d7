/** The one resource of its kind. @throws if there is none, or another: better said than guessed */
export const only = <T>(items: readonly T[], what: string): T => {
  const [item] = items;
  if (!item || items.length > 1)
    throw new Error(`The template has ${items.length} of ${what}; the local stack serves one`);
  return item;
};

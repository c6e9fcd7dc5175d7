/** A fence that is longer than any in the code. */
function fenceFor(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([marks]) => marks.length));
  return "`".repeat(longest + 1);
}

/** Commands that send the rest of the text in another form. */
export const textCommands: Readonly<Record<string, (rest: string) => string>> = {
  me: (rest) => `*${rest}*`,
  shrug: (rest) => `${rest} ¯\\_(ツ)_/¯`.trimStart(),
  code: (rest) => `${fenceFor(rest)}\n${rest}\n${fenceFor(rest)}`,
};

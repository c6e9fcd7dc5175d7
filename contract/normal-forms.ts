/**
 * Text is compared in one form for each purpose:
 *
 * - Identity (`identityForm`): signing in, and comparing usernames and e-mail addresses.
 * - Search (`searchForm`): finding people, conversations and suggestions by their names.
 * - Display (`displayName` in `names.ts`): names that people see. They keep their spelling, and contain no character
 *   that deceives.
 *
 * Messages have no normal form: they are stored and shown as they were sent.
 */

/** Converts a username or an e-mail address to the form that identifies its owner. @example identityForm(" Ana ") // "ana" */
export const identityForm = (text: string): string => text.normalize("NFKC").trim().toLowerCase();

/** Letters that look like others with an accent, but have no decomposition, and the two forms of sigma. */
export const searchedLetters = { from: "ıłøđς", to: "ilodσ" } as const;

/**
 * Converts a name, or a part of one, to the form by which it is found: without case, accents, and differences between
 * equivalent characters. The dots and vowels of other scripts stay, because they distinguish words.
 *
 * @example searchForm("Özgür") // "ozgur"
 */
export const searchForm = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[ıłøđς]/g, (letter) => searchedLetters.to[searchedLetters.from.indexOf(letter)] ?? letter);

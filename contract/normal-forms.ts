/**
 * Text is compared in one form for each purpose:
 *
 * - Identity (`identityForm`): signing in, and comparing usernames and e-mail addresses.
 * - Search (`searchForm`): finding people, conversations and suggestions by their names, and messages by their words.
 * - Display (`displayName` in `names.ts`): names that people see. They keep their spelling, and contain no character
 *   that deceives.
 *
 * Messages have no normal form: they are stored and shown as they were sent.
 */

/**
 * Converts a username or an e-mail address to the form that identifies its owner. Omits word joiners, which separate the
 * parts of usernames in e-mails.
 *
 * @example identityForm(" Ana ") // "ana"
 */
export const identityForm = (text: string): string =>
  text.replaceAll("\u2060", "").normalize("NFKC").trim().toLowerCase();

/**
 * Letters without a decomposition that people write as other letters: those with a stroke, the `i` without a dot, the
 * final form of sigma, the Arabic letters of Persian and Urdu keyboards, the Arabic letter at the end of feminine words,
 * Icelandic and joined letters.
 */
const searchedLetters: Readonly<Record<string, string>> = {
  ı: "i",
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ς: "σ",
  ٱ: "ا",
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ة: "ه",
  ہ: "ه",
  ھ: "ه",
  œ: "oe",
  æ: "ae",
  þ: "th",
};

/**
 * Marks that a word can do without: accents of European letters, the vowels and other points of Arabic, Hebrew and
 * Syriac, and the line that stretches Arabic words. The marks of other scripts distinguish words. Characters that only
 * divide, join or select glyphs show nothing, and few people type them: soft hyphens, joiners and variation selectors.
 */
const omittedMarks =
  /[\u0300-\u036f\u0640]|[\u00ad\u200b\u200c\u2060\ufeff]|\u200d|[\ufe00-\ufe0f]|(?=[\p{scx=Arab}\p{scx=Hebr}\p{scx=Syrc}])\p{Mn}/gu;

/** Applies Unicode's full case folding: `ß` and `ẞ` become `ss`. */
const foldCase = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase();

/**
 * Converts a name or a word to the form by which it is found: without case, accents, optional vowels, and differences
 * between equivalent characters.
 *
 * @example searchForm("Özgür Weiß") // "ozgur weiss"
 */
export const searchForm = (text: string): string =>
  foldCase(text.normalize("NFKD").replace(omittedMarks, "")).replace(
    /[ıłøđðħςٱىیکةہھœæþ]/g,
    (letter) => searchedLetters[letter] ?? letter,
  );

import * as z from "zod/mini";
import { text } from "./text.ts";
import { hasVisibleCharacter } from "./visible.ts";

/** A place where no script and no emoji needs an invisible character: after a letter that never joins, a number or a space. */
const afterPlain = String.raw`(?<=(?:^|[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Armenian}\p{sc=Cherokee}\p{sc=Georgian}\p{sc=Coptic}\p{sc=Hebrew}\p{N}\p{Z}]|(?!\p{Emoji})\p{P})\p{M}*)`;

/**
 * Characters that a name must not contain, because they change how the text around them looks, or show nothing, so that
 * two names look the same: control characters, line separators, direction controls (Unicode's `Bidi_Control`), and those
 * that Unicode calls default-ignorable, such as the zero-width space. Joiners, selectors and tags are allowed where emoji
 * and some scripts need them. The pattern has the short names of properties, because every page loads it.
 */
const hidden = new RegExp(
  [
    String.raw`[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]`,
    String.raw`(?![\p{Join_C}\p{VS}\u{E0020}-\u{E007F}])\p{DI}`,
    String.raw`${afterPlain}\p{Join_C}`,
    String.raw`\p{Join_C}(?=\p{Join_C})`,
    // A digit with a selector begins a keycap.
    String.raw`${afterPlain}\p{VS}(?!\u20E3)`,
    String.raw`(?<=\p{VS})\p{VS}`,
    // Tags make a black flag the flag of a region.
    String.raw`(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0020}-\u{E007F}]`,
  ].join("|"),
  "gu",
);

/**
 * The combinations of scripts that one word may have: one script, or Latin with those of Chinese, Japanese or Korean.
 * This is the level "highly restrictive" of Unicode's UTS #39, section 5.2. It keeps a Cyrillic letter from passing for
 * a Latin one.
 */
const scripts = [
  "Latin",
  "Cyrillic",
  "Greek",
  "Armenian",
  "Cherokee",
  "Georgian",
  "Coptic",
  "Hebrew",
  "Arabic",
];
const lettersOf = scripts.map((script) => new RegExp(`\\p{sc=${script}}`, "u"));
const mixesScripts = (word: string) => lettersOf.filter((letter) => letter.test(word)).length > 1;

/** Whether the text contains characters that are not visible but change how it looks. */
export const hasHiddenCharacters = (name: string): boolean => name.search(hidden) >= 0;

/** Replaces the characters that a name must not contain. @example replaceHidden("photo\u202Egpj.exe", "_") // "photo_gpj.exe" */
export const replaceHidden = (name: string, replacement: string): string => name.replace(hidden, replacement);

/**
 * Returns a name as it may be displayed. A name that was stored before these rules shows � for each hidden character,
 * and also if no character is visible.
 */
export function displayed(name: string): string {
  const shown = replaceHidden(name, "\uFFFD");
  return hasVisibleCharacter(shown) ? shown : "\uFFFD";
}

/**
 * A schema for a name in an answer or event, which neutralises hidden characters. Everything that displays a name
 * parses it first.
 */
export const DisplayedName = z.string().check(z.overwrite(displayed));

/** Whether a word of the text has letters of several alphabets, which may look the same. */
export const mixesAlphabets = (text: string): boolean => text.split(/[^\p{L}\p{M}]+/u).some(mixesScripts);

/** A schema for a name of a user or a group: one line of text without deceptive characters. */
export const displayName = (min: number, max: number) =>
  text(min, max)
    .check(
      z.refine((name) => !hasHiddenCharacters(name), "hidden-characters"),
      z.refine(hasVisibleCharacter, "not-visible"),
      z.refine((name) => !mixesAlphabets(name), "mixed-scripts"),
    )
    .register(z.globalRegistry, { format: "display-name" });

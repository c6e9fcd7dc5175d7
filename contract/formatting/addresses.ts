import { characterAt, characterBefore, continuesWord, isUnspaced } from "./characters.ts";
import type { Work } from "./work.ts";

/** An address that becomes a link without markup. */
export interface FoundAddress {
  start: number;
  end: number;
  /** The address with its scheme. */
  address: string;
}

/**
 * The characters that end an address: white space, controls, quotation marks, a backslash, which browsers read as a
 * slash, and the punctuation of Chinese, Japanese, Arabic, Urdu, Hindi and Armenian, which no address needs.
 */
const ending =
  '\\s\\p{Cc}\\p{Cf}\\p{Cs}<>"`\\\\\\u00ab\\u00bb\\u2014\\u2018-\\u201f\\u2026\\u0589\\u060c\\u061b\\u061f\\u06d4\\u0964\\u0965\\u3000-\\u3003\\u3008-\\u3020\\u3030\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65';
/** A user before an `@`, a host and a port. A host ends at punctuation, such as that between the addresses of a list. */
const authority = new RegExp(
  `(?:[^/?#@${ending}]{1,100}@)?(?:\\[[\\da-f:.]{2,45}\\]|[\\p{L}\\p{N}\\p{M}._-]{1,253})(?::\\d{1,5})?`,
  "iuy",
);
const rest = new RegExp(`[/?#][^${ending}]*`, "uy");

/** Punctuation of the sentence, at the end of an address: in ASCII these signs, in other scripts all of it. */
const sentenceEnd = /[.,;:!?'*_~|]|(?![\0-\x7f])\p{P}/u;

const opening = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);

const scheme = /https?:\/\/|mailto:/iy;

/**
 * Whether the text between two positions is an address that may become a link: absolute, so that it depends on no page,
 * and with a scheme that runs no code. The host alone decides, so even a long text without an address costs little.
 */
export function isLinkAddress(text: string, start: number, end: number, work: Work): boolean {
  scheme.lastIndex = start;
  const [prefix] = scheme.exec(text) ?? [];
  if (prefix === undefined) return false;
  authority.lastIndex = start + prefix.length;
  if (!authority.test(text)) return false;
  const hostEnd = Math.min(authority.lastIndex, end);
  work(hostEnd - start);
  const isEnd = hostEnd === end || /[/?#]/.test(text[hostEnd] ?? "");
  return isEnd && URL.canParse(text.slice(start, hostEnd));
}

/** Returns the end of an address without the punctuation and closing brackets that belong to the sentence around it. */
function trimmedEnd(text: string, start: number, end: number): number {
  const count = new Map<string, number>();
  for (let at = start; at < end; at++) {
    const character = text[at] ?? "";
    count.set(character, (count.get(character) ?? 0) + 1);
  }
  let last = end;
  for (; last > start; last--) {
    const character = text[last - 1] ?? "";
    const opener = opening.get(character);
    if (opener !== undefined) {
      const closers = count.get(character) ?? 0;
      if (closers <= (count.get(opener) ?? 0)) break;
      count.set(character, closers - 1);
    } else if (!sentenceEnd.test(character)) break;
  }
  return last;
}

/** The last part of a host that begins in ASCII and continues with other letters, perhaps of the next word. */
const mixedLabel = /(?<=^|[.@])[a-z\d][a-z\d-]*(?=([^\0-\x7f])[^.]*$)/iu;

/**
 * Returns the end of the host and port that begin at `start`. Words of a script without spaces may follow directly, as
 * in `https://example.comを見て`.
 */
function authorityEndAt(text: string, start: number): number {
  authority.lastIndex = start;
  if (!authority.test(text)) return start;
  const end = authority.lastIndex;
  const mixed = mixedLabel.exec(text.slice(start, end));
  if (!mixed) return end;
  const labelEnd = start + mixed.index + mixed[0].length;
  return isUnspaced(characterAt(text, labelEnd)) ? labelEnd : end;
}

/** Reads the address at `at`, where the text has the prefix `http://`, `https://` or `www.`. */
export function webAddressAt(text: string, at: number, prefix: string, work: Work): FoundAddress | undefined {
  if (continuesWord(characterBefore(text, at))) return undefined;
  const isBare = prefix.endsWith(".");
  const prefixed = (part: string) => (isBare ? "https://" : prefix) + part;
  const start = isBare ? at : at + prefix.length;
  const authorityEnd = authorityEndAt(text, start);
  work(authorityEnd - at);
  // A scheme that was typed twice.
  if (text.startsWith("://", authorityEnd)) return undefined;
  // The host alone decides, so even a long text without an address costs little.
  const hasRest = /[/?#]/.test(text[authorityEnd] ?? "");
  const host = text.slice(start, hasRest ? authorityEnd : trimmedEnd(text, start, authorityEnd));
  if (!/^[\p{L}\p{N}[]/u.test(host) || (isBare && !/^www\.[^.]+\.[^.]/i.test(host))) return undefined;
  if (!URL.canParse(prefixed(host))) return undefined;
  rest.lastIndex = authorityEnd;
  const end = hasRest && rest.test(text) ? trimmedEnd(text, start, rest.lastIndex) : start + host.length;
  work(end - at);
  return { start: at, end, address: prefixed(text.slice(start, end)) };
}

/** `ssh://git@example.com` leads to no mailbox. */
const localPart = /(?<!:\/\/)[a-z0-9][a-z0-9._%+-]{0,63}$/i;
const labels = /[\p{L}\p{N}\p{M}-]+(?:\.[\p{L}\p{N}\p{M}-]+)*/uy;
/** The labels up to the last one that may be a top-level domain. */
const domain = /^.+\.\p{L}[\p{L}\p{M}]+(?![\p{L}\p{N}\p{M}-])/u;
/** `git@example.com:x` leads to no mailbox, and neither does a part of its host. */
const remotePath = /:[\w/~]/y;

/** Reads the e-mail address around the `@` at `at`. It begins no earlier than at `from`. */
export function mailAddressAt(text: string, at: number, from: number, work: Work): FoundAddress | undefined {
  const before = text.slice(Math.max(from, at - 65), at);
  const [local] = localPart.exec(before) ?? [];
  if (!local) return undefined;
  labels.lastIndex = at + 1;
  const [typed = ""] = labels.exec(text) ?? [];
  // A word of another script may follow directly, as in `ada@example.comを見て`.
  const mixed = mixedLabel.exec(typed);
  const isOneScript = /\p{Script=Latin}/u.test(mixed?.[1] ?? "");
  const whole = mixed && !isOneScript ? typed.slice(0, mixed.index + mixed[0].length) : typed;
  work(before.length + whole.length);
  remotePath.lastIndex = at + 1 + whole.length;
  const [host] = remotePath.test(text) ? [] : (domain.exec(whole) ?? []);
  const start = at - local.length;
  if (
    !host ||
    host.length > 253 ||
    !URL.canParse(`https://${host}`) ||
    continuesWord(characterBefore(text, start))
  )
    return undefined;
  return { start, end: at + 1 + host.length, address: `mailto:${local}@${host}` };
}

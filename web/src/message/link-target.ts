import { inlineText } from "../../../contract/formatting/plain-text.ts";
import type { LinkNode } from "../../../contract/formatting/tree.ts";
import { hasHiddenCharacters, mixesAlphabets } from "../../../contract/names.ts";

/**
 * The first part of a text that a reader takes for a host: the part after `//`, or names with dots between them. The
 * numbers bound the work for long texts.
 */
const seemingHost =
  /(?<=\/\/)(?:\[[^\]\s]{1,60}\]|[^\s/?#\\@:[]{1,253})|[\p{L}\p{N}-]{1,63}(?:[.\u3002\uff61][\p{L}\p{N}-]{1,63}){0,9}[.\u3002\uff61]\p{L}{2,63}/u;

/** Letters of alphabets that have many letters in common with the Latin one, before a Latin top-level domain. */
const foreignInLatin =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}].*[.\u3002\uff61][a-z]+$/iu;

/** The host as browsers know it. `www.` makes no difference to readers. */
const hostnameOf = (host: string): string | undefined =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^www\./, "") : undefined;

/** Whether a text that may name a host names a host other than the target. */
function isMisleading(text: string, target: string): boolean {
  const [seen] = seemingHost.exec(text.normalize("NFKC")) ?? [];
  if (seen === undefined) return false;
  return hostnameOf(seen) !== hostnameOf(target) || foreignInLatin.test(seen);
}

/**
 * Returns the host or e-mail address of a link, if its text suggests another target. The page shows it beside the text.
 *
 * @example
 * // [https://bank.example](https://evil.example) leads to evil.example.
 */
export function targetToShow({ address, children }: LinkNode): string | undefined {
  const text = inlineText(children);
  const { protocol, host, pathname } = new URL(address);
  const isMail = protocol === "mailto:";
  const target = isMail ? pathname : host;
  if (hasHiddenCharacters(text.replaceAll("\n", " ")) || mixesAlphabets(text)) return target;
  if (isMail && text.toLowerCase().includes(pathname.toLowerCase())) return undefined;
  return (isMail && text.includes("@")) || isMisleading(text, target) ? target : undefined;
}

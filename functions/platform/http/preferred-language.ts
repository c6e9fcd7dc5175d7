import { Language } from "../../../contract/languages.ts";

/** The language that a reader likes best, of those that we speak, by their `Accept-Language` (RFC 9110, 12.5.4). */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const ranges = (acceptLanguage ?? "").split(",").map((range) => {
    const [tag = "", quality = ""] = range.split(";");
    const weight = Number(/^\s*q=([\d.]+)\s*$/.exec(quality)?.[1] ?? 1);
    return { language: Language.safeParse(tag.trim().toLowerCase().split("-")[0]).data, weight };
  });
  ranges.sort((one, other) => other.weight - one.weight);
  return ranges.find(({ language, weight }) => language && weight > 0)?.language ?? "en";
}

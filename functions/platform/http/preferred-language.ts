import { Language } from "../../../contract/languages.ts";

/** Selects the supported language that `Accept-Language` prefers (RFC 9110, 12.5.4), or English. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const ranges = (acceptLanguage ?? "").split(",").map((range) => {
    const [tag = "", quality = ""] = range.split(";");
    const weight = Number(/^\s*q=([\d.]+)\s*$/.exec(quality)?.[1] ?? 1);
    return { language: Language.safeParse(tag.trim().toLowerCase().split("-")[0]).data, weight };
  });
  ranges.sort((one, other) => other.weight - one.weight);
  return ranges.find(({ language, weight }) => language && weight > 0)?.language ?? "en";
}

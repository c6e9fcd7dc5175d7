import { catalogs } from "../i18n/catalogs.ts";
import { TypedTimes } from "./typed-time.ts";

/** Loads the words with which users of a language type times. The English ones are always understood. */
export async function typedTimes(language: string): Promise<TypedTimes> {
  const texts = await Promise.all(["en", language].map((each) => catalogs.features.load(each)));
  return new TypedTimes(texts.map(({ commands }) => commands.times));
}

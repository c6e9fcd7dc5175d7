import * as z from "zod/mini";

/** The languages of e-mails, by their BCP 47 tags. The page has the same ones. */
export const Language = z.enum(["en", "de", "fr", "pl", "ar"]);
export type Language = z.infer<typeof Language>;

/** Returns the language of a user, as it is stored: English for users without one, and for one of a newer release. */
export const storedLanguage = (language: string | null): Language =>
  Language.safeParse(language).data ?? "en";

import * as z from "zod/mini";

/** The languages of e-mails, by their BCP 47 tags. The page has the same ones. */
export const Language = z.enum(["en", "de", "fr", "pl", "ar"]);
export type Language = z.infer<typeof Language>;

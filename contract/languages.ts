import * as z from "zod/mini";

/** The languages of the page and of e-mails, by their BCP 47 tags. */
export const Language = z.enum(["en", "de"]);
export type Language = z.infer<typeof Language>;

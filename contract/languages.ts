import * as z from "zod/mini";

/** The languages that ChatFlow speaks, by their tag (BCP 47). */
export const Language = z.enum(["en", "de"]);
export type Language = z.infer<typeof Language>;

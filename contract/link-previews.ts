import * as z from "zod/mini";
import { limits } from "./limits.ts";
import { DisplayedName } from "./names.ts";
import { text } from "./text.ts";

/** A linked page's description of itself. Its author chose the texts, so readers must not trust them. */
export const LinkPreview = z
  .object({
    /** The address, as it is in the text of the message. */
    url: z.string(),
    title: DisplayedName,
    description: z.optional(DisplayedName),
    /** The name that the page gives its site. */
    site: z.optional(DisplayedName),
  })
  .register(z.globalRegistry, { id: "LinkPreview" });
export type LinkPreview = z.infer<typeof LinkPreview>;

/** Selects a preview of a message. */
export const LinkPreviewQuery = z.object({ url: text(1, limits.linkPreviews.address) });

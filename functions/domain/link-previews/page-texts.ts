import { shortened } from "../../../contract/graphemes.ts";
import { limits } from "../../../contract/limits.ts";
import type { LinkPreview } from "../../../contract/link-previews.ts";
import { replaceHidden } from "../../../contract/names.ts";
import { hasVisibleCharacter } from "../../../contract/visible.ts";
import type { PageHead } from "../../platform/outbound/pages/page-head.ts";

/** A page's texts, as a preview shows them. */
export type PageTexts = Omit<LinkPreview, "url">;

/** A text as one line without control and direction characters, or undefined if it shows nothing. */
function line(text: string | undefined, max: number): string | undefined {
  const plain = replaceHidden(text ?? "", " ")
    .replace(/\s+/g, " ")
    .trim();
  if (!hasVisibleCharacter(plain)) return undefined;
  const short = shortened(plain, max);
  return short === plain ? plain : `${shortened(plain, max - 1).trimEnd()}…`;
}

/** Returns the texts of a page's preview, or undefined if the page has no title. */
export function pageTexts(head: PageHead | undefined): PageTexts | undefined {
  const title = line(head?.title, limits.linkPreviews.title);
  if (title === undefined) return undefined;
  const description = line(head?.description, limits.linkPreviews.description);
  const site = line(head?.site, limits.linkPreviews.site);
  return { title, ...(description && { description }), ...(site && { site }) };
}

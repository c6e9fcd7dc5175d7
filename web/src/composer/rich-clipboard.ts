import { markdownOf } from "./rich-paste.ts";
import { typeInto } from "./type-into.ts";

/** A field before the browser pastes plain text into it. */
export interface PastePlace {
  field: HTMLTextAreaElement;
  start: number;
  end: number;
  before: string;
  /** The text of the field after it. */
  after: Promise<string>;
}

/**
 * Replaces the plain text that the browser pastes by the same text as Markdown, unless the user has continued writing
 * meanwhile.
 */
export async function pasteRich(
  { field, start, end, before, ...place }: PastePlace,
  html: string,
): Promise<void> {
  const after = await place.after;
  const text = markdownOf(html);
  const pastedEnd = end + after.length - before.length;
  if (!field.isConnected || field.value !== after || text === after.slice(start, pastedEnd)) return;
  field.setSelectionRange(start, pastedEnd);
  typeInto(field, text);
}

/** Types the HTML or the addresses of a clipboard without plain text. Browsers paste nothing from such a clipboard. */
export function pasteWithoutText(field: HTMLTextAreaElement, html: string, addresses: string): void {
  // A list of addresses may contain comments: RFC 2483, section 5.
  const links = addresses.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  const text = html === "" ? links.join("\n") : markdownOf(html);
  if (field.isConnected && text !== "") typeInto(field, text);
}

import { linksIn } from "../../../contract/formatting/links-in.ts";
import { limits } from "../../../contract/limits.ts";
import { countCharacters } from "../../../contract/text.ts";

const { perMessage, address, textBytes } = limits.linkPreviews;

/** Lists the links of a text that can have a preview: the first ones, except those with an overlong address. */
export const previewedLinks = (content: string): string[] =>
  Buffer.byteLength(content) > textBytes
    ? []
    : linksIn(content)
        .filter((link) => countCharacters(link) <= address && URL.canParse(link))
        .slice(0, perMessage);

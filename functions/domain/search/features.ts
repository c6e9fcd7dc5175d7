import type { Attachment } from "../../../contract/attachments.ts";
import type { Feature } from "../../../contract/finding/operators.ts";
import { parseMessage } from "../../../contract/formatting/parse.ts";
import type { Block, Inline } from "../../../contract/formatting/tree.ts";

const inInline = (node: Inline): Feature[] => {
  if (node.type === "code") return ["code"];
  const own: Feature[] = node.type === "link" && /^https?:/i.test(node.address) ? ["link"] : [];
  return "children" in node ? [...own, ...node.children.flatMap(inInline)] : own;
};

function inBlock(block: Block): Feature[] {
  switch (block.type) {
    case "code":
      return ["code"];
    case "quote":
      return block.children.flatMap(inBlock);
    case "list":
      return block.items.flatMap(({ children }) => children.flatMap(inBlock));
    case "table":
      return [block.header, ...block.rows].flat(2).flatMap(inInline);
    case "paragraph":
    case "heading":
      return block.children.flatMap(inInline);
  }
}

/** Text without these contains no link and no code. Most messages need no parsing. */
const mayContainAny = /:\/\/|www\.|[`\t]|~~~| {4}/i;

/** Lists the features of a file for `has:`. `attached_tokens` in the database does the same. */
function inFile({ contentType }: Pick<Attachment, "contentType">): Feature[] {
  const [kind] = contentType.split("/");
  return kind === "image" || kind === "video" || kind === "audio" ? ["file", kind] : ["file"];
}

/** Lists the features of a message for `has:`, each once. */
export function featuresOf(content: string, files: readonly Pick<Attachment, "contentType">[]): Feature[] {
  const inText = mayContainAny.test(content) ? parseMessage(content).flatMap(inBlock) : [];
  return [...new Set([...inText, ...files.flatMap(inFile)])];
}

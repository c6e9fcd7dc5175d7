import { Parser } from "htmlparser2";

/** A page's description of itself: the values of its title and of `meta` elements. */
export interface PageHead {
  title?: string;
  description?: string;
  site?: string;
}

/** The names of `meta` elements, the most specific one first: Open Graph, Twitter Cards, HTML. */
const names = {
  title: ["og:title", "twitter:title"],
  description: ["og:description", "twitter:description", "description"],
  site: ["og:site_name", "application-name"],
} as const;

/** Heads are flat. The parser's work grows with the square of the depth, so a deeper page is not read further. */
const deepest = 200;

/** The number of characters in each part that the parser receives. It stops after the part in which the head ends. */
const part = 4_096;

/** The longest value to keep. Callers shorten it further. */
const longest = 2_000;

const known: ReadonlySet<string> = new Set(Object.values(names).flat());

/** Reads the head of an HTML page, which may be cut off anywhere. Treats malformed HTML much as browsers do. */
export function readPageHead(html: string): PageHead {
  const values = new Map<string, string>();
  let title: string | undefined;
  let isInTitle = false;
  let isOver = false;
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(tag, { name, property, content }) {
        if (isOver) return;
        if (tag === "body" || ++depth > deepest) isOver = true;
        // An SVG image has titles as well. The first title is the page's.
        if (tag === "title" && title === undefined) {
          title = "";
          isInTitle = true;
        }
        const key = (property ?? name ?? "").toLowerCase();
        if (tag === "meta" && content?.trim() && known.has(key) && !values.has(key)) {
          values.set(key, content.slice(0, longest));
        }
      },
      ontext(text) {
        if (isInTitle && !isOver && title !== undefined && title.length < longest)
          title += text.slice(0, longest);
      },
      onclosetag(tag) {
        depth--;
        if (tag === "title") isInTitle = false;
        if (tag === "head") isOver = true;
      },
    },
    { decodeEntities: true },
  );
  for (let at = 0; at < html.length && !isOver; at += part) parser.write(html.slice(at, at + part));
  parser.end();
  const first = (keys: readonly string[]) => keys.map((key) => values.get(key)).find(Boolean);
  const head = {
    title: first(names.title) ?? title,
    description: first(names.description),
    site: first(names.site),
  };
  return Object.fromEntries(Object.entries(head).filter(([, value]) => value?.trim()));
}

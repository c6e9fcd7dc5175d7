import { Marked, type Token, type Tokens } from "marked";
import { Fragment, lazy, memo, type ReactNode, Suspense } from "react";
import { withMentions } from "./mentions.tsx";
import classes from "./message.module.css";

const CodeBlock = lazy(() => import("./code-block.tsx"));

export interface MessageTextProps {
  content: string;
  /** The username of whoever reads: a mention of it stands out. */
  myUsername: string;
}

/** Only the parser is used: what it finds becomes elements here, so that no HTML of a message is ever HTML. */
const marked = new Marked({ gfm: true, breaks: true });

/** Schemes that a link may have; what else looks like one stays text. */
const schemes = new Set(["http:", "https:", "mailto:"]);

function safeAddress(href: string): string | undefined {
  try {
    return schemes.has(new URL(href).protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}

/** Safe Markdown, as chats know it, with mentions. Loaded with the first message that needs it. */
export default memo(function Markdown({ content, myUsername }: MessageTextProps) {
  return <>{blocks(marked.lexer(content), myUsername)}</>;
});

/** Positions are all that tells the parts of a text apart, and it never changes but as a whole. */
const list = (tokens: readonly Token[], render: (token: Token) => ReactNode) =>
  tokens.map((token, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <Fragment key={at}>{render(token)}</Fragment>
  ));

const blocks = (tokens: readonly Token[], me: string): ReactNode => list(tokens, (token) => block(token, me));
const spans = (tokens: readonly Token[] = [], me: string): ReactNode =>
  list(tokens, (token) => span(token, me));

function block(token: Token, me: string): ReactNode {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "paragraph":
      return <p>{spans(token.tokens, me)}</p>;
    case "heading":
      return (
        <p>
          <strong>{spans(token.tokens, me)}</strong>
        </p>
      );
    case "blockquote":
      return <blockquote>{blocks(token.tokens ?? [], me)}</blockquote>;
    case "list": {
      const { ordered, start, items } = token as Tokens.List;
      const rows = items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={at}>
          {item.task && (item.checked ? "☑ " : "☐ ")}
          {blocks(item.tokens, me)}
        </li>
      ));
      return ordered ? <ol start={Number(start) || 1}>{rows}</ol> : <ul>{rows}</ul>;
    }
    case "code": {
      const { text, lang = "" } = token as Tokens.Code;
      const plain = (
        <pre className={classes.code}>
          <code>{text}</code>
        </pre>
      );
      return (
        <Suspense fallback={plain}>
          <CodeBlock text={text} language={lang} />
        </Suspense>
      );
    }
    case "hr":
      return <hr />;
    case "table": {
      const { header, rows } = token as Tokens.Table;
      return (
        <table>
          <thead>
            <tr>
              {header.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <th key={at}>{spans(cell.tokens, me)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <tr key={at}>
                {row.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: see above
                  <td key={column}>{spans(cell.tokens, me)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    }
    case "text":
      // In a tight list, text stands without a paragraph around it.
      return "tokens" in token && token.tokens ? spans(token.tokens, me) : withMentions(token.raw, me);
    case "html":
      return <p>{token.raw.trimEnd()}</p>;
    default:
      return span(token, me);
  }
}

function span(token: Token, me: string): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong>{spans(token.tokens, me)}</strong>;
    case "em":
      return <em>{spans(token.tokens, me)}</em>;
    case "del":
      return <del>{spans(token.tokens, me)}</del>;
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "escape":
      return token.text;
    case "link":
    case "image": {
      // Pictures from elsewhere would tell their server who reads: they are links.
      const { href, text } = token as Tokens.Link;
      const address = safeAddress(href);
      if (!address) return token.raw;
      return (
        <a href={address} target="_blank" rel="noopener noreferrer nofollow">
          {token.type === "image" ? text || href : spans(token.tokens, me)}
        </a>
      );
    }
    case "text":
      return "tokens" in token && token.tokens ? spans(token.tokens, me) : withMentions(token.raw, me);
    default:
      return token.raw;
  }
}

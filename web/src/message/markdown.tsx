import { Marked, type Token, type Tokens } from "marked";
import { Fragment, lazy, memo, type ReactNode, Suspense } from "react";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { withMentions } from "./mentions.tsx";
import classes from "./message.module.css";

const CodeBlock = lazy(() => import("./code-block.tsx"));

export interface MessageTextProps {
  content: string;
  /** The signed-in user's name. Mentions of it are highlighted. */
  myUsername: string;
}

/** Used as a parser only. This module turns its tokens into React elements, so that HTML in a message stays text. */
const marked = new Marked({ gfm: true, breaks: true });

/** The schemes that a link may have. Links with other schemes stay text. */
const schemes = new Set(["http:", "https:", "mailto:"]);

function safeAddress(href: string): string | undefined {
  try {
    return schemes.has(new URL(href).protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}

/** Renders GitHub-flavoured Markdown and mentions, without HTML. Loads with the first message that contains Markdown. */
export default memo(function Markdown({ content, myUsername }: MessageTextProps) {
  return <>{blocks(marked.lexer(content), myUsername)}</>;
});

/** Uses positions as keys. The tokens have no ids, and they never move within a text. */
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
        <ErrorBoundary name="code block" fallback={() => plain}>
          <Suspense fallback={plain}>
            <CodeBlock text={text} language={lang} />
          </Suspense>
        </ErrorBoundary>
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
      // In a tight list, text has no paragraph around it.
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
      // Loading an external picture would reveal the user's address to its server, so it becomes a link.
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

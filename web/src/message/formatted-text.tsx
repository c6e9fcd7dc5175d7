import { Fragment, lazy, type ReactNode, Suspense, useMemo } from "react";
import { parseMessage } from "../../../contract/formatting/parse.ts";
import { signOf } from "../../../contract/formatting/plain-text.ts";
import type { Block, Inline, LinkNode, ListItem, MentionNode } from "../../../contract/formatting/tree.ts";
import { type IsParticipant, mentionedUsername } from "../../../contract/mentions.ts";
import type { MentionsOfMany } from "../../../contract/messages.ts";
import { EmojiName } from "../emoji/emoji-name.tsx";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { GroupMention } from "./group-mention.tsx";
import { targetToShow } from "./link-target.ts";
import classes from "./message.module.css";

const CodeBlock = lazy(() => import("./code-block.tsx"));

/** Decides how mentions look. */
export interface MentionLook {
  /** The signed-in user's name. Mentions of it are highlighted. */
  myUsername: string;
  /** The handles of the signed-in user's groups. Mentions of them are highlighted. */
  myGroups?: readonly string[] | undefined;
  isParticipant: IsParticipant;
}

export interface FormattedTextProps {
  content: string;
  mentionLook: MentionLook;
  /** The mentions of many people that had an effect. They are highlighted. */
  mentionsOfMany?: MentionsOfMany | undefined;
}

type Look = MentionLook & Pick<FormattedTextProps, "mentionsOfMany">;

/** Renders the tree of a message. It creates elements of this module only, so that HTML in a message stays text. */
export function FormattedText({ content, mentionLook, mentionsOfMany }: FormattedTextProps) {
  const tree = useMemo(() => parseMessage(content), [content]);
  return <>{blocks(tree, { ...mentionLook, mentionsOfMany })}</>;
}

/** Uses positions as keys. The nodes have no ids, and they never move within a text. */
const list = <Node,>(nodes: readonly Node[], render: (node: Node) => ReactNode) =>
  nodes.map((node, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <Fragment key={at}>{render(node)}</Fragment>
  ));

const blocks = (nodes: readonly Block[], look: Look): ReactNode =>
  list(nodes, (node) => (
    <>
      {list(Array(node.gap ?? 0).fill(undefined), () => (
        <br />
      ))}
      {block(node, look)}
    </>
  ));
const spans = (nodes: readonly Inline[], look: Look): ReactNode => list(nodes, (node) => span(node, look));

const lines = (text: string): ReactNode =>
  list(text.split("\n"), (line) => line).flatMap((line, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text never move
    at === 0 ? [line] : [<br key={`break ${at}`} />, line],
  );

function block(node: Block, look: Look): ReactNode {
  switch (node.type) {
    case "paragraph":
      return <p>{spans(node.children, look)}</p>;
    case "heading":
      return (
        <p>
          <strong>{spans(node.children, look)}</strong>
        </p>
      );
    case "quote":
      return <blockquote>{blocks(node.children, look)}</blockquote>;
    case "list":
      return listOf(node.items, node.isOrdered, look);
    case "code":
      return <Code text={node.text} language={node.language} />;
    case "table":
      return (
        <table>
          <thead>
            <tr>
              {list(node.header, (cell) => (
                <th>{spans(cell, look)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list(node.rows, (row) => (
              <tr>
                {list(row, (cell) => (
                  <td>{spans(cell, look)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

/** Numbers and boxes are text, so that they look as typed. Only the bullets of plain items come from the browser. */
function listOf(items: readonly ListItem[], isOrdered: boolean, look: Look): ReactNode {
  const rows = list(items, (item) => {
    const content = itemContent(item, look);
    if (!isOrdered && item.isDone === undefined) return <li>{content}</li>;
    return (
      <li className={classes.signed} {...(isOrdered && { value: Number.parseInt(item.marker, 10) })}>
        <span>{signOf(item, isOrdered)}</span> <div>{content}</div>
      </li>
    );
  });
  return isOrdered ? <ol>{rows}</ol> : <ul>{rows}</ul>;
}

/** An item's first line needs no paragraph. */
function itemContent({ children: [first, ...rest] }: ListItem, look: Look): ReactNode {
  if (first?.type !== "paragraph") return first && blocks([first, ...rest], look);
  return (
    <>
      {spans(first.children, look)}
      {blocks(rest, look)}
    </>
  );
}

function Code({ text, language }: { text: string; language: string }) {
  const plain = (
    <pre className={classes.code}>
      <code>{text}</code>
    </pre>
  );
  return (
    <div className={classes.codeBlock} dir="ltr">
      {language !== "" && <div className={classes.language}>{language}</div>}
      <ErrorBoundary name="code block" fallback={() => plain}>
        <Suspense fallback={plain}>
          <CodeBlock text={text} language={language.toLowerCase()} />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}

function span(node: Inline, look: Look): ReactNode {
  switch (node.type) {
    case "text":
      return lines(node.text);
    case "code":
      return <code dir="ltr">{lines(node.text)}</code>;
    case "strong":
      return <strong>{spans(node.children, look)}</strong>;
    case "emphasis":
      return <em>{spans(node.children, look)}</em>;
    case "strike":
      return <del>{spans(node.children, look)}</del>;
    case "link":
      return link(node, look);
    case "mention":
      return mention(node, look);
    case "emoji":
      return <EmojiName text={node.text} />;
  }
}

function link(node: LinkNode, look: Look): ReactNode {
  const text = spans(node.children, look);
  const target = targetToShow(node);
  return (
    <a href={node.address} target="_blank" rel="noopener noreferrer nofollow">
      {target === undefined ? (
        text
      ) : (
        <>
          {/* Direction controls in the text end with it. */}
          <bdi>{text}</bdi> <bdi className={classes.linkTarget}>({target})</bdi>
        </>
      )}
    </a>
  );
}

function mention(node: MentionNode, look: Look): ReactNode {
  const { myUsername, myGroups = [], isParticipant, mentionsOfMany } = look;
  const username = mentionedUsername(node, isParticipant);
  const handle = node.names.find((name) => mentionsOfMany?.groups?.includes(name));
  if (handle !== undefined && !isParticipant(username)) {
    const end = 1 + handle.length;
    return (
      <>
        <GroupMention text={node.text.slice(0, end)} handle={handle} isMine={myGroups.includes(handle)} />
        {node.text.slice(end)}
      </>
    );
  }
  const length = 1 + username.length;
  return (
    <>
      <span
        className={classes.mention}
        data-mine={username === myUsername || username === mentionsOfMany?.wide}
      >
        {node.text.slice(0, length)}
      </span>
      {node.text.slice(length)}
    </>
  );
}

import { Fragment, lazy, type ReactNode, useMemo } from "react";
import { parseMessage } from "../../../contract/formatting/parse.ts";
import { signOf } from "../../../contract/formatting/plain-text.ts";
import type { Block, Inline, LinkNode, ListItem, MentionNode } from "../../../contract/formatting/tree.ts";
import type { UserId } from "../../../contract/ids.ts";
import { type IsParticipant, meaningOf } from "../../../contract/mentions.ts";
import type { Mentions } from "../../../contract/messages.ts";
import { EmojiName } from "../emoji/emoji-name.tsx";
import { LazyPart } from "../errors/lazy-part.tsx";
import { GroupMention } from "./group-mention.tsx";
import { targetToShow } from "./link-target.ts";
import classes from "./message.module.css";

const CodeBlock = lazy(() => import("./code-block.tsx"));

/** Decides how mentions look. */
export interface MentionLook {
  /** The signed-in user, whose mentions are highlighted. Undefined in texts without a reader. */
  myId: UserId | undefined;
  /** The signed-in user's name. */
  myUsername: string;
  /** The handles of the signed-in user's groups. Mentions of them are highlighted. */
  myGroups?: readonly string[] | undefined;
  /** Decides whom a mention means, in texts for which the server has not decided it. */
  isParticipant: IsParticipant;
}

export interface FormattedTextProps {
  content: string;
  mentionLook: MentionLook;
  /** The mentions that had an effect. If they contain `users`, the text shows no other mentions. */
  mentions?: Mentions | undefined;
  /** Renders text outside of code and links. `lines` renders a part of it as usual. */
  renderText?: ((text: string, lines: (text: string) => ReactNode) => ReactNode) | undefined;
}

type Look = MentionLook & Pick<FormattedTextProps, "mentions" | "renderText">;

/** Renders the tree of a message. It creates elements of this module only, so that HTML in a message stays text. */
export function FormattedText({ content, mentionLook, mentions, renderText }: FormattedTextProps) {
  const tree = useMemo(() => parseMessage(content), [content]);
  return <>{blocks(tree, { ...mentionLook, mentions, renderText })}</>;
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
      <LazyPart name="code block" fallback={plain}>
        <CodeBlock text={text} language={language.toLowerCase()} />
      </LazyPart>
    </div>
  );
}

function span(node: Inline, look: Look): ReactNode {
  switch (node.type) {
    case "text":
      return look.renderText ? look.renderText(node.text, lines) : lines(node.text);
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
  const text = spans(node.children, { ...look, renderText: undefined });
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

function mention(node: MentionNode, { mentions = {}, ...look }: Look): ReactNode {
  const { myId, myUsername, myGroups = [], isParticipant } = look;
  const meaning = meaningOf(node, mentions, isParticipant);
  if (!meaning) return node.text;
  const { kind, name, userId } = meaning;
  const end = 1 + name.length;
  const text = node.text.slice(0, end);
  const isMine = kind === "wide" || (userId === undefined ? name === myUsername : userId === myId);
  return (
    <>
      {kind === "group" ? (
        <GroupMention text={text} handle={name} isMine={myGroups.includes(name)} />
      ) : (
        <span className={classes.mention} data-mine={isMine}>
          {text}
        </span>
      )}
      {node.text.slice(end)}
    </>
  );
}

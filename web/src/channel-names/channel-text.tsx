import { Fragment, type ReactNode, useCallback } from "react";
import { Link } from "wouter";
import { FormattedText, type FormattedTextProps } from "../message/formatted-text.tsx";
import classes from "../message/message.module.css";
import type { NamedInText } from "./channel-names.ts";
import { hasChannelSign } from "./channel-sign.ts";
import { useNamesFor } from "./use-channel-names.ts";

type Lines = (text: string) => ReactNode;

/** A formatted text with links to the channels that it names. Code and links name none. */
export default function ChannelText(props: FormattedTextProps) {
  const { content } = props;
  const renderText = useCallback(
    (text: string, lines: Lines) =>
      hasChannelSign(text) ? <WithChannels text={text} content={content} lines={lines} /> : lines(text),
    [content],
  );
  return <FormattedText {...props} renderText={renderText} />;
}

/** A part of a text that may name channels. */
function WithChannels({ text, content, lines }: { text: string; content: string; lines: Lines }) {
  const names = useNamesFor({ text, content });
  return names.split(text).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no ids, and they never move within a text
    <Fragment key={at}>{typeof part === "string" ? lines(part) : <ChannelLink {...part} />}</Fragment>
  ));
}

function ChannelLink({ channel: { id, isJoined }, text }: NamedInText) {
  return (
    <Link href={isJoined ? `/c/${id}` : `/channels/${id}`} className={classes.mention}>
      {text}
    </Link>
  );
}

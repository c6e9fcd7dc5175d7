import { Fragment, type ReactNode, useCallback } from "react";
import { Link } from "wouter";
import { FormattedText, type FormattedTextProps } from "../message/formatted-text.tsx";
import classes from "../message/message.module.css";
import type { NamedInText } from "./channel-names.ts";
import { useNamesFor } from "./use-channel-names.ts";

/** A formatted text with links to the channels that it names. */
export default function ChannelText(props: FormattedTextProps) {
  const names = useNamesFor(props.content);
  const renderText = useCallback(
    (text: string, lines: (text: string) => ReactNode) =>
      names.split(text).map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no ids, and they never move within a text
        <Fragment key={at}>{typeof part === "string" ? lines(part) : <ChannelLink {...part} />}</Fragment>
      )),
    [names],
  );
  return <FormattedText {...props} renderText={renderText} />;
}

function ChannelLink({ channel: { id, isJoined }, text }: NamedInText) {
  return (
    <Link href={isJoined ? `/c/${id}` : `/channels/${id}`} className={classes.mention}>
      {text}
    </Link>
  );
}

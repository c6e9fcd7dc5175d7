import { Fragment, type ReactNode, useCallback } from "react";
import { Link } from "wouter";
import { FormattedText, type FormattedTextProps } from "../message/formatted-text.tsx";
import classes from "../message/message.module.css";
import { useChannelNames } from "./use-channel-names.ts";

/** A formatted text with links to the channels that it names. */
export default function ChannelText(props: FormattedTextProps) {
  const { names } = useChannelNames({ isWanted: true });
  const renderText = useCallback(
    (text: string, lines: (text: string) => ReactNode) =>
      names.split(text).map((part, at) =>
        typeof part === "string" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no ids, and they never move within a text
          <Fragment key={at}>{lines(part)}</Fragment>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Link key={at} href={`/c/${part.channel.id}`} className={classes.mention}>
            {part.text}
          </Link>
        ),
      ),
    [names],
  );
  return <FormattedText {...props} renderText={renderText} />;
}

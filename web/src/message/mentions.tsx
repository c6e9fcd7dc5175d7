import type { ReactNode } from "react";
import { mentionsIn } from "../../../contract/mentions.ts";
import classes from "./message.module.css";

/** A text without any marks but mentions; those of the reader stand out. */
export function withMentions(text: string, me: string): ReactNode {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end, username } of mentionsIn(text)) {
    parts.push(text.slice(at, start));
    parts.push(
      <span key={start} className={classes.mention} data-mine={username === me}>
        {text.slice(start, end)}
      </span>,
    );
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}

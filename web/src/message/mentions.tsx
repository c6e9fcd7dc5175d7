import type { ReactNode } from "react";
import { mentionsIn } from "../../../contract/mentions.ts";
import classes from "./message.module.css";

/** Highlights the mentions in a text that has no other markup. `me` is the signed-in user's name. */
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

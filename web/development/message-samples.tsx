import { account } from "../../client/testing/examples.ts";
import { rowsOfThread } from "../src/conversation/rows.ts";
import { SeenBy } from "../src/conversation/seen-by.tsx";
import { MessageRow } from "../src/message/message-row.tsx";
import classes from "./primitives.module.css";
import { firstUnread, focused, group, messages, pending, people, refusedEdit } from "./samples.ts";
import { Section } from "./section.tsx";

const rows = rowsOfThread({ root: undefined, messages, pending, changes: [refusedEdit] }, account.id);

const mentionLook = { myId: account.id, myUsername: account.username, isParticipant: () => true };

/** A message in each state, with everything that it can contain. */
export const MessageSamples = () => (
  <Section title="Messages">
    <div className={classes.frame} role="log" aria-label="Messages">
      {rows.map((row) => (
        <MessageRow
          key={row.id}
          row={row}
          people={people}
          mentionLook={mentionLook}
          conversationId={group.id}
          isFirstUnread={row.id === firstUnread}
          focusCount={row.id === focused ? 0 : undefined}
          runsGroup={false}
        />
      ))}
      <SeenBy conversation={group} />
    </div>
  </Section>
);

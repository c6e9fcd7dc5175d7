import { account } from "../../client/testing/examples.ts";
import { ConversationAvatar } from "../src/conversation/conversation-avatar.tsx";
import { Avatar } from "../src/people/avatar.tsx";
import { StatusMark } from "../src/people/status-mark.tsx";
import { useDensity } from "../src/session/density.ts";
import { ConversationRow } from "../src/sidebar/conversation-row.tsx";
import classes from "./primitives.module.css";
import { benAsUser, rows } from "./samples.ts";
import { Section, State } from "./section.tsx";

const sizes = [20, 24, 36, 56];

/** Pictures of people and conversations, and the rows of the list with their badges. */
export function PeopleSamples() {
  const [density] = useDensity();
  return (
    <>
      <Section title="Avatars">
        <State name="Initials">
          {sizes.map((size) => (
            <Avatar key={size} id={benAsUser.id} name="Ben Okafor" size={size} />
          ))}
        </State>
        <State name="Channel, private group, and a person who is online and offline">
          {rows.map((conversation) => (
            <ConversationAvatar key={conversation.id} conversation={conversation} me={account.id} size={36} />
          ))}
        </State>
        <State name="Status, and no notifications">
          <StatusMark user={benAsUser} />
        </State>
      </Section>
      <Section title="Rows of the list">
        <ul className={classes.list}>
          {rows.map((conversation, at) => (
            <ConversationRow
              key={conversation.id}
              conversation={conversation}
              me={account.id}
              isOpen={at === 0}
              isCompact={density === "compact"}
            />
          ))}
        </ul>
      </Section>
    </>
  );
}

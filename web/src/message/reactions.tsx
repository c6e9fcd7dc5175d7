import { VisuallyHidden } from "@mantine/core";
import type { UserId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { reactionNames } from "../conversation/rows.ts";
import { useIsArchived } from "../conversation/use-is-archived.ts";
import { ShownEmoji } from "../emoji/emoji-name.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import classes from "./message.module.css";

/** A message's reactions, with the names of their users. A click adds or removes the user's own reaction. */
export function Reactions({ message, people }: { message: Message; people: ReadonlyMap<UserId, User> }) {
  const { client, me } = useChat();
  const texts = useTexts();
  const isArchived = useIsArchived(message.conversationId);
  const namesOf = (ids: readonly UserId[]) => {
    const shown = ids.slice(0, reactionNames).map((id) => {
      const user = people.get(id);
      if (id === me.id) return texts.message.you;
      return user ? nameOf(user) : texts.conversation.unknownUser;
    });
    const names = shown.join(texts.separator);
    const count = ids.length - shown.length;
    return count > 0 ? texts.conversation.andMore({ names, count }) : names;
  };
  return (
    <div className={classes.reactions}>
      {message.reactions.map(({ emoji, userIds }) => {
        const isMine = userIds.includes(me.id);
        const label = texts.message.reactedBy({ names: namesOf(userIds) });
        return (
          <button
            key={emoji}
            title={label}
            type="button"
            className={classes.reaction}
            aria-pressed={isMine}
            disabled={isArchived}
            onClick={() =>
              void client.messages.react(
                { conversationId: message.conversationId, messageId: message.id },
                { emoji, isSet: !isMine },
              )
            }
          >
            <span>
              <ShownEmoji emoji={emoji} />
            </span>
            {userIds.length}
            <VisuallyHidden> {label}</VisuallyHidden>
          </button>
        );
      })}
    </div>
  );
}

import { lazy, useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import { limits } from "../../../contract/limits.ts";
import { wideMentionIn } from "../../../contract/mentions.ts";
import type { WideMention } from "../../../contract/wide-mentions.ts";
import { Overlay } from "../errors/failures.tsx";

const ConfirmWideMention = lazy(() => import("./confirm-wide-mention.tsx"));

/** Asks the user before a message mentions everyone in a conversation of many people. */
export function useWideMention(conversation: Conversation | undefined, isInThread: boolean) {
  const [held, setHeld] = useState<{ word: WideMention; send: () => void }>();
  const close = () => setHeld(undefined);

  /** Calls `send`, after the user has confirmed if necessary. */
  function confirm(content: string, send: () => void): void {
    const { participants = [], participantCount = 0 } = conversation ?? {};
    const usernames = new Set(participants.map(({ user }) => user.username));
    const isLarge = !isInThread && participantCount > limits.confirmedMention;
    const word = isLarge ? wideMentionIn(content, (name) => usernames.has(name)) : undefined;
    if (word === undefined) send();
    else setHeld({ word, send });
  }
  const dialog = held && conversation && (
    <Overlay name="wide mention" onClose={close}>
      <ConfirmWideMention conversation={conversation} {...held} onClose={close} />
    </Overlay>
  );
  return { confirm, dialog };
}

import { useMemo } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import type { User } from "../../../contract/users.ts";
import type { MentionLook } from "../message/formatted-text.tsx";

/**
 * Returns how the mentions in a conversation look. It changes only with the participants, so that messages keep theirs.
 */
export function useMentionLook({ participants }: Conversation, me: User): MentionLook {
  const { id: myId, username: myUsername, groups: myGroups } = me;
  const names = participants.map(({ user }) => user.username).join("/");
  return useMemo(() => {
    const usernames = new Set(names.split("/")).add(myUsername);
    return { myId, myUsername, myGroups, isParticipant: (username) => usernames.has(username) };
  }, [names, myId, myUsername, myGroups]);
}

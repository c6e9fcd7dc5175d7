import type { ConversationId } from "../../../contract/ids.ts";
import { usePageKeys } from "../keyboard/page-keys.ts";
import { DueReminders } from "../later/due-reminders.tsx";
import { LeftConversations } from "./left-conversations.tsx";
import { UnreadTitle } from "./unread-title.tsx";

/** Parts of the page that need not load before it: its title, the keys that move the focus, and notices. */
export default function UnseenParts({ openId }: { openId: ConversationId | undefined }) {
  usePageKeys();
  return (
    <>
      <UnreadTitle openId={openId} />
      <LeftConversations openId={openId} />
      <DueReminders />
    </>
  );
}

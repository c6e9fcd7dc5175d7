import type { ConversationId } from "../../../contract/ids.ts";
import { usePageKeys } from "../keyboard/page-keys.ts";
import { UnreadTitle } from "./unread-title.tsx";

/** Parts of the page that need not load before it: its title and the keys that move the focus. */
export default function UnseenParts({ openId }: { openId: ConversationId | undefined }) {
  usePageKeys();
  return <UnreadTitle openId={openId} />;
}

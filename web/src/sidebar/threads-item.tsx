import { IconMessages } from "@tabler/icons-react";
import { unreadThreads } from "../../../client/threads/followed-threads.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChatState } from "../session/chat-context.tsx";
import { ViewLink } from "./view-link.tsx";

/** Leads to the threads that the user follows, with the number of those that have unread replies. */
export function ThreadsItem() {
  const texts = useTexts().threads;
  const count = useChatState((state) => unreadThreads(state.threads));
  return (
    <ViewLink
      href="/threads"
      Icon={IconMessages}
      name={texts.threads}
      count={count}
      countLabel={texts.unreadThreads}
    />
  );
}

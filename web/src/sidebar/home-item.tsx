import { IconHome } from "@tabler/icons-react";
import { unreadMentions } from "../../../client/conversations/sorted-conversations.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChatState } from "../session/chat-context.tsx";
import { ViewLink } from "./view-link.tsx";

/** Leads to everything that waits for the user, with the number of unread mentions. */
export function HomeItem() {
  const texts = useTexts().list;
  const count = unreadMentions(useChatState((state) => state.conversations));
  return (
    <ViewLink href="/home" Icon={IconHome} name={texts.home} count={count} countLabel={texts.mentions} />
  );
}

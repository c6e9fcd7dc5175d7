import { useLocation } from "wouter";
import type { ConversationId } from "../../../contract/ids.ts";
import { LazyPart } from "../errors/lazy-part.tsx";
import { usePageKeys } from "../keyboard/page-keys.ts";
import { DueReminders } from "../later/due-reminders.tsx";
import { SearchReopener } from "../search/search-reopener.tsx";
import { LeftConversations } from "./left-conversations.tsx";
import { UnreadTitle } from "./unread-title.tsx";
import { ViewTitle, viewAt } from "./view-title.tsx";

/** Parts of the page that need not load before it: its title, the keys that move the focus, the search after a reload, and notices. */
export default function UnseenParts({ openId }: { openId: ConversationId | undefined }) {
  usePageKeys();
  const view = viewAt(useLocation()[0]);
  const title = <UnreadTitle openId={openId} />;
  return (
    <>
      {view === undefined ? (
        title
      ) : (
        <LazyPart key={view} name="view title" fallback={title}>
          <ViewTitle name={view} />
        </LazyPart>
      )}
      <LazyPart name="left conversations" fallback={null}>
        <LeftConversations openId={openId} />
      </LazyPart>
      <LazyPart name="search" fallback={null}>
        <SearchReopener openId={openId} />
      </LazyPart>
      <LazyPart name="due reminders" fallback={null}>
        <DueReminders />
      </LazyPart>
    </>
  );
}

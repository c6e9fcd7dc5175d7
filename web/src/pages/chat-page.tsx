import { lazy, Suspense, useEffect, useState } from "react";
import { ConversationId } from "../../../contract/ids.ts";
import { loadConversation } from "../conversation/load-conversation.ts";
import { MessagesSkeleton } from "../conversation/messages-skeleton.tsx";
import { NothingOpen } from "../conversation/nothing-open.tsx";
import { NewsTeller } from "../notifications/news-teller.tsx";
import { ChatProvider } from "../session/chat-context.tsx";
import { useDensity } from "../session/density.ts";
import { NoticeProvider } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { Sidebar } from "../sidebar/sidebar.tsx";
import classes from "./chat-page.module.css";
import { ConnectionNotice } from "./connection-notice.tsx";
import { UnreadTitle } from "./unread-title.tsx";
import { useShortcuts, type Wish } from "./use-shortcuts.ts";

const ConversationView = lazy(loadConversation);
const SearchDialog = lazy(() => import("../search/search-dialog.tsx"));
const Settings = lazy(() => import("../settings/settings.tsx"));
const Shortcuts = lazy(() => import("./shortcuts.tsx"));

export interface ChatPageProps {
  conversationId: string | undefined;
  /** The message to show in it. */
  seq: string | undefined;
}

/** The list and a conversation beside it; on a phone, one or the other. */
export default function ChatPage({ conversationId, seq }: ChatPageProps) {
  const { user } = useSession();
  useDensity();
  // Once the list is there, so that the first click waits for nothing.
  useEffect(() => void loadConversation().catch(() => {}), []);
  if (!user) return null;
  const id = ConversationId.safeParse(conversationId).data;
  return (
    <ChatProvider me={user}>
      <NoticeProvider>
        <div className={classes.page} data-open={id !== undefined}>
          <ConnectionNotice />
          <Sidebar openId={id} />
          <main className={classes.main}>
            {id ? (
              <Suspense fallback={<MessagesSkeleton />}>
                <ConversationView
                  key={id}
                  id={id}
                  seq={/^[1-9]\d{0,14}$/.test(seq ?? "") ? Number(seq) : undefined}
                />
              </Suspense>
            ) : (
              <NothingOpen />
            )}
          </main>
        </div>
        <UnreadTitle openId={id} />
        <NewsTeller openId={id} />
        <Overlays openId={id} />
      </NoticeProvider>
    </ChatProvider>
  );
}

/** What shows over everything else, by a key or a button. */
function Overlays({ openId }: { openId: ConversationId | undefined }) {
  const [shown, setShown] = useState<Wish>();
  useShortcuts(openId, setShown);
  const close = () => setShown(undefined);
  return (
    <Suspense>
      {shown === "shortcuts" && <Shortcuts onClose={close} />}
      {shown === "settings" && <Settings onClose={close} />}
      {shown === "search" && <SearchDialog openId={openId} onClose={close} />}
    </Suspense>
  );
}

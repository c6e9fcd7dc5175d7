import { ConversationId } from "../../../contract/ids.ts";
import { ConversationView } from "../conversation/conversation-view.tsx";
import { NothingOpen } from "../conversation/nothing-open.tsx";
import { ChatProvider } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { Sidebar } from "../sidebar/sidebar.tsx";
import classes from "./chat-page.module.css";
import { ConnectionNotice } from "./connection-notice.tsx";

/** The list and a conversation beside it; on a phone, one or the other. */
export default function ChatPage({ conversationId }: { conversationId: string | undefined }) {
  const { user } = useSession();
  if (!user) return null;
  const id = ConversationId.safeParse(conversationId).data;
  return (
    <ChatProvider me={user}>
      <div className={classes.page} data-open={id !== undefined}>
        <ConnectionNotice />
        <Sidebar openId={id} />
        <main className={classes.main}>{id ? <ConversationView key={id} id={id} /> : <NothingOpen />}</main>
      </div>
    </ChatProvider>
  );
}

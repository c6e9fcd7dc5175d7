import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from "react";
import { ConversationId } from "../../../contract/ids.ts";
import { CallsProvider } from "../calls/calls-context.tsx";
import { CallsPlace } from "../calls/calls-place.tsx";
import { loadConversation } from "../conversation/load-conversation.ts";
import { OpeningConversation } from "../conversation/opening-conversation.tsx";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { useErrors } from "../errors/errors-context.tsx";
import { Failure, Overlay } from "../errors/failures.tsx";
import { LazyPart } from "../errors/lazy-part.tsx";
import { earlyKeys } from "../overlays/early-keys.ts";
import { whenIdle } from "../overlays/when-idle.ts";
import { PanelProvider, usePanelState } from "../panel/panel-context.tsx";
import { PanelPlace } from "../panel/panel-place.tsx";
import { ChatProvider, useChatState } from "../session/chat-context.tsx";
import { useDensity } from "../session/density.ts";
import { NoticeProvider } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { Sidebar } from "../sidebar/sidebar.tsx";
import { SidebarFailure } from "../sidebar/sidebar-failure.tsx";
import { ThreadOpener } from "../threads/thread-opener.tsx";
import classes from "./chat-page.module.css";
import { ConnectionNotice } from "./connection-notice.tsx";
import { type OverlayName, useShortcuts } from "./use-shortcuts.ts";
import { ViewSkeleton } from "./view-skeleton.tsx";

const ConversationView = lazy(loadConversation);
const ChannelsView = lazy(() => import("../channels/channels-view.tsx"));
const NothingOpen = lazy(() => import("../conversation/nothing-open.tsx"));
const HomeView = lazy(() => import("../home/home-view.tsx"));
// This code loads before the first message can arrive, because the socket opens later.
const MessageNotifications = lazy(() => import("../notifications/message-notifications.tsx"));
const Directory = lazy(() => import("../people/directory.tsx"));
const ShareView = lazy(() => import("../share/share-view.tsx"));
const ThreadsView = lazy(() => import("../threads/threads-view.tsx"));
const loadSearch = () => import("../search/search-dialog.tsx");
const SearchDialog = lazy(loadSearch);
const Settings = lazy(() => import("../settings/settings.tsx"));
const Shortcuts = lazy(() => import("./shortcuts.tsx"));
const UnseenParts = lazy(() => import("./unseen-parts.tsx"));

const views = { home: HomeView, people: Directory, threads: ThreadsView, share: ShareView };

export interface ChatPageProps {
  conversationId: string | undefined;
  /** The sequence number of the message to show. */
  seq: string | undefined;
  /** Set to show the channels, or the preview of the one with this id. */
  channels?: { id: string | undefined };
  /** Shows the settings, or the page of them with this name. */
  settings?: { page: string | undefined };
  /**
   * Shows everything that waits for the user, the people of the workspace, the threads that the user follows, or what
   * another app shares.
   */
  view?: keyof typeof views;
}

/** The conversation list and the open conversation. A phone shows one of them. */
export default function ChatPage({ conversationId, seq, channels, settings, view }: ChatPageProps) {
  const { user, session } = useSession();
  useDensity();
  const reporter = useErrors();
  // Preloads the conversation view, so that the first click does not wait for its code.
  useEffect(() => reporter.background(loadConversation(), "preload"), [reporter]);
  const isSignedIn = user !== undefined;
  useEffect(() => {
    if (isSignedIn && "Notification" in window && Notification.permission === "granted") {
      reporter.background(
        import("../notifications/web-push.ts").then(({ renewWebPush }) => renewWebPush(session)),
        "push.renew",
      );
    }
  }, [isSignedIn, session, reporter]);
  if (!user) return null;
  const id = ConversationId.safeParse(conversationId).data;
  const View = view && views[view];
  return (
    <ChatProvider me={user}>
      <NoticeProvider>
        <CallsProvider>
          <PanelProvider openId={id}>
            <ThreadOpener>
              <Columns isViewOpen={[id, channels, settings, view].some((shown) => shown !== undefined)}>
                <ConnectionNotice />
                <ErrorBoundary
                  name="sidebar"
                  fallback={(retry, failure) => <SidebarFailure failure={failure} onRetry={retry} />}
                >
                  <Sidebar openId={id} />
                </ErrorBoundary>
                <main className={classes.main} tabIndex={-1}>
                  {id ? (
                    <GuardedView key={id} name="conversation" fallback={<OpeningConversation />}>
                      <ConversationView
                        id={id}
                        seq={/^[1-9]\d{0,14}$/.test(seq ?? "") ? Number(seq) : undefined}
                      />
                    </GuardedView>
                  ) : channels ? (
                    <GuardedView key="channels" name="channels">
                      <ChannelsView channelId={channels.id} />
                    </GuardedView>
                  ) : settings ? (
                    <GuardedView key="settings" name="settings">
                      <Settings page={settings.page} />
                    </GuardedView>
                  ) : View ? (
                    <GuardedView key={view} name={view}>
                      <View />
                    </GuardedView>
                  ) : (
                    <LazyPart name="nothing open" fallback={null}>
                      <NothingOpen />
                    </LazyPart>
                  )}
                </main>
                <PanelPlace />
              </Columns>
              <LazyPart name="unseen parts" fallback={null}>
                <UnseenParts openId={id} />
              </LazyPart>
              <Overlay name="notifications" onClose={() => {}}>
                <MessageNotifications openId={id} />
              </Overlay>
              <CallsPlace />
              <Overlays openId={id} />
            </ThreadOpener>
          </PanelProvider>
        </CallsProvider>
      </NoticeProvider>
    </ChatProvider>
  );
}

interface GuardedViewProps {
  /** For error reports. */
  name: string;
  /** Shown while the code of the view loads. */
  fallback?: ReactNode;
  children: ReactNode;
}

/** The place of a view, whose code loads on demand. A failure stays within it. */
const GuardedView = ({ name, fallback = <ViewSkeleton />, children }: GuardedViewProps) => (
  <ErrorBoundary name={name} fallback={(retry, failure) => <Failure failure={failure} onRetry={retry} />}>
    <Suspense fallback={fallback}>{children}</Suspense>
  </ErrorBoundary>
);

interface ColumnsProps {
  /** Whether a conversation or another view is open. A phone shows it in place of the list. */
  isViewOpen: boolean;
  children: ReactNode;
}

/** The columns of the page: the list, the conversation and the right panel. */
function Columns({ isViewOpen, children }: ColumnsProps) {
  const { panels } = usePanelState();
  return (
    <div className={classes.page} data-open={isViewOpen} data-panel={panels.length > 0}>
      {children}
    </div>
  );
}

/** The dialogs that keys and buttons open over the page. */
function Overlays({ openId }: { openId: ConversationId | undefined }) {
  const [shown, setShown] = useState<OverlayName>();
  const reporter = useErrors();
  const isLive = useChatState((state) => state.status === "live");
  // The keys that follow Ctrl/⌘ K should not wait for code.
  useEffect(
    () => (isLive ? whenIdle(() => reporter.background(loadSearch(), "preload")) : undefined),
    [isLive, reporter],
  );
  const open = useCallback((name: OverlayName) => {
    if (name === "search") earlyKeys.start("dialog");
    setShown(name);
  }, []);
  useShortcuts(open);
  const close = () => setShown(undefined);
  return (
    shown && (
      <Overlay key={shown} name={shown} onClose={close}>
        {shown === "shortcuts" && <Shortcuts onClose={close} />}
        {shown === "search" && <SearchDialog openId={openId} onClose={close} />}
      </Overlay>
    )
  );
}

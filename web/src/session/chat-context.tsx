import {
  createContext,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from "react";
import { indexedDbOutbox } from "../../../client/browser/indexed-db-outbox.ts";
import { indexedDbSnapshot } from "../../../client/browser/indexed-db-snapshot.ts";
import { ChatClient } from "../../../client/chat-client.ts";
import type { ChatState } from "../../../client/chat-state.ts";
import { Drafts } from "../../../client/drafts/drafts.ts";
import type { ReportError } from "../../../client/errors.ts";
import type { Account } from "../../../contract/accounts.ts";
import type { Uploads } from "../composer/uploads.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { whenIdle } from "../overlays/when-idle.ts";
import { useProvided } from "../use-provided.ts";
import type { KeptDrafts } from "./keep-drafts.ts";
import { keptAnswers } from "./kept-answers.ts";
import { useSession } from "./session-context.tsx";

interface ChatContextValue {
  client: ChatClient;
  me: Account;
  drafts: Drafts;
  /** The files of the next messages, once a composer has been shown: its code loads later than the list. */
  uploads: { current?: Uploads };
  /** Saves drafts at the server that have changed in the last seconds. */
  saveDrafts: () => Promise<void>;
}

const ChatContext = createContext<ChatContextValue | undefined>(undefined);

const socketUrl = () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;

/** Runs the chat client of the signed-in user. */
export function ChatProvider({ me, children }: { me: Account; children: ReactNode }) {
  const { session } = useSession();
  const { report, background } = useErrors();
  const reportError = useCallback<ReportError>((error, { operation }) => report(error, operation), [report]);
  const drafts = useMemo(() => new Drafts(window.localStorage, me.id, reportError), [me.id, reportError]);

  // Another user gets another client, so that nothing of the previous one remains.
  const client = useMemo(
    () =>
      new ChatClient({
        session,
        socketUrl: socketUrl(),
        outbox: indexedDbOutbox(me.id),
        snapshots: indexedDbSnapshot(me.id),
        // The draft keeps it, in case the user is added again.
        onUnsendable: (id, text) => drafts.restore(id, { text }),
        reportError,
      }),
    [session, me.id, drafts, reportError],
  );

  // Other tabs change the drafts as well.
  useEffect(() => {
    const follow = ({ key }: StorageEvent) => drafts.follow(key);
    window.addEventListener("storage", follow);
    return () => window.removeEventListener("storage", follow);
  }, [drafts]);

  const keeper = useRef<() => Promise<KeptDrafts | undefined>>(undefined);
  useEffect(() => {
    let kept: KeptDrafts | undefined;
    let keeping: Promise<KeptDrafts | undefined> | undefined;
    let isCurrent = true;
    const load = async () => {
      const { keepDrafts } = await import("./keep-drafts.ts");
      if (isCurrent) kept = keepDrafts({ client, drafts, session, userId: me.id, reportError });
      return kept;
    };
    const keep = () => {
      keeping ??= load();
      return keeping;
    };
    keeper.current = keep;
    const cancel = whenIdle(() => background(keep(), "drafts"));
    return () => {
      isCurrent = false;
      cancel();
      kept?.stop();
    };
  }, [client, drafts, session, me.id, reportError, background]);
  const saveDrafts = useCallback(async () => (await keeper.current?.())?.save(), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another user has other files
  const uploads = useMemo<{ current?: Uploads }>(() => ({}), [session, me.id]);
  useEffect(() => () => uploads.current?.stop(), [uploads]);

  useEffect(() => keptAnswers.follow(client), [client]);
  useEffect(() => {
    client.start();
    const retry = () => {
      if (document.visibilityState === "visible") client.retryNow();
    };
    window.addEventListener("online", retry);
    document.addEventListener("visibilitychange", retry);
    return () => {
      window.removeEventListener("online", retry);
      document.removeEventListener("visibilitychange", retry);
      client.stop();
    };
  }, [client]);

  const value = useMemo(
    () => ({ client, me, drafts, uploads, saveDrafts }),
    [client, me, drafts, uploads, saveDrafts],
  );
  return <ChatContext.Provider value={value}>{children}</ChatContext.Provider>;
}

export function useChat(): ChatContextValue {
  return useProvided(ChatContext);
}

/** Returns a part of the client's state. `select` must return the same value for the same state. */
export function useChatState<T>(select: (state: ChatState) => T): T {
  const { client } = useChat();
  return useSyncExternalStore(client.subscribe, () => select(client.state));
}

import {
  createContext,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { exclusiveAcrossTabs } from "../../../client/browser/exclusive-across-tabs.ts";
import { Session } from "../../../client/session/session.ts";
import { signedInKey } from "../../../client/session/session-stores.ts";
import type { Account } from "../../../contract/accounts.ts";
import type { UserId } from "../../../contract/ids.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useProvided } from "../use-provided.ts";
import { keptAnswers } from "./kept-answers.ts";
import { leaveNothing } from "./leave-nothing.ts";

interface SessionContextValue {
  session: Session;
  user: Account | undefined;
  /** False until the page knows whether a user is signed in. */
  isReady: boolean;
}

const SessionContext = createContext<SessionContextValue | undefined>(undefined);

/** Requests answers and e-mails in the page's language. */
const inPageLanguage: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set("accept-language", document.documentElement.lang);
  return fetch(input, { ...init, headers });
};

/** Holds this tab's session. Resumes the browser's session when the page loads. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [session] = useState(
    () =>
      new Session("/api", {
        stores: { tab: window.sessionStorage, browser: window.localStorage },
        fetch: inPageLanguage,
        exclusively: exclusiveAcrossTabs,
      }),
  );
  const [isReady, setReady] = useState(session.user !== undefined);
  const reporter = useErrors();
  const user = useSyncExternalStore(session.subscribe, () => session.user);
  useEffect(() => {
    reporter.background(
      session.resume().finally(() => setReady(true)),
      "session.resume",
    );
  }, [session, reporter]);
  const isSignedIn = user !== undefined;
  useEffect(
    () =>
      isSignedIn
        ? reporter.connect((report) => session.call("reportClientError", { body: report }))
        : undefined,
    [isSignedIn, session, reporter],
  );
  // Every way in which a session ends leads here.
  const userId = user?.id;
  const previous = useRef<UserId>(undefined);
  useEffect(() => {
    if (!isReady) return;
    const change = { user: session.browserUser?.id, previous: previous.current };
    previous.current = userId;
    if (change.previous !== undefined && change.previous !== userId) keptAnswers.clear();
    reporter.background(leaveNothing(change), "session.end");
  }, [session, isReady, userId, reporter]);
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent) => {
      if (key === signedInKey) reporter.background(session.follow(), "session.follow");
    };
    const onOnline = () => reporter.background(session.retryNow(), "session.signOut");
    window.addEventListener("storage", onStorage);
    window.addEventListener("online", onOnline);
    return () => {
      window.removeEventListener("storage", onStorage);
      window.removeEventListener("online", onOnline);
    };
  }, [session, reporter]);
  const value = useMemo(() => ({ session, user, isReady }), [session, user, isReady]);
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>;
}

export function useSession(): SessionContextValue {
  return useProvided(SessionContext);
}

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { exclusiveAcrossTabs } from "../../../client/browser/exclusive-across-tabs.ts";
import { Session } from "../../../client/session/session.ts";
import { signedInKey } from "../../../client/session/session-stores.ts";
import type { Account } from "../../../contract/accounts.ts";

interface SessionContextValue {
  session: Session;
  user: Account | undefined;
  /** False until it is known whether somebody is signed in. */
  isReady: boolean;
}

const SessionContext = createContext<SessionContextValue | undefined>(undefined);

/** Tells the server which language the page speaks, so that its mails speak the same. */
const inPageLanguage: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set("accept-language", document.documentElement.lang);
  return fetch(input, { ...init, headers });
};

/** Holds the session of this tab, and continues the browser's one when the page loads. */
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
  const user = useSyncExternalStore(session.subscribe, () => session.user);
  useEffect(() => {
    void session.resume().finally(() => setReady(true));
  }, [session]);
  useEffect(() => {
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (key === signedInKey && newValue === null) session.forget();
    };
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, [session]);
  const value = useMemo(() => ({ session, user, isReady }), [session, user, isReady]);
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>;
}

export function useSession(): SessionContextValue {
  const value = useContext(SessionContext);
  if (!value) throw new Error("There is no SessionProvider above");
  return value;
}

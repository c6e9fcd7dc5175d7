import { CloseButton, Paper, Text } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { ProblemError } from "../../../client/http/problem-error.ts";
import { useTexts } from "../i18n/texts.tsx";
import classes from "./notice.module.css";

interface Notices {
  /** Says something for a while. */
  say: (text: string) => void;
  /** Waits for what was asked for; if it is refused, says why. @returns whether it was done */
  attempt: (task: Promise<unknown>) => Promise<boolean>;
}

const NoticeContext = createContext<Notices | undefined>(undefined);

/** Long enough to be read (WCAG 2.2, 2.2.1 does not bind what repeats elsewhere). */
const shownMs = 6_000;

/** Where the page says what did not work, or was done unseen: one line at its lower edge. */
export function NoticeProvider({ children }: { children: ReactNode }) {
  const texts = useTexts();
  const [notice, setNotice] = useState<{ text: string }>();
  const say = useCallback((text: string) => setNotice({ text }), []);
  const attempt = useCallback(
    async (task: Promise<unknown>) => {
      try {
        await task;
        return true;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        say(texts.problem(error) || texts.message.changeFailed);
        return false;
      }
    },
    [say, texts],
  );
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => setNotice(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  const value = useMemo(() => ({ say, attempt }), [say, attempt]);
  return (
    <NoticeContext.Provider value={value}>
      {children}
      <div role="status" className={classes.place}>
        {notice && (
          <Paper className={classes.notice} shadow="md" withBorder>
            <Text size="sm">{notice.text}</Text>
            <CloseButton size="sm" aria-label={texts.details.close} onClick={() => setNotice(undefined)} />
          </Paper>
        )}
      </div>
    </NoticeContext.Provider>
  );
}

export function useNotice(): Notices {
  const value = useContext(NoticeContext);
  if (!value) throw new Error("There is no NoticeProvider above");
  return value;
}

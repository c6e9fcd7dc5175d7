import { Button } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useErrors } from "../errors/errors-context.tsx";
import { failureText } from "../i18n/failure-text.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useProvided } from "../use-provided.ts";
import classes from "./notice.module.css";
import { NoticeCard } from "./notice-card.tsx";

/** A button of a notice. */
export interface NoticeAction {
  label: string;
  run: () => void;
  /**
   * The notice closes after a while, because the user finds the action elsewhere as well: undoing, or showing a list.
   */
  isPassing?: boolean;
}

interface Notice {
  id: number;
  text: ReactNode;
  action: NoticeAction | undefined;
}

export interface Notices {
  /**
   * Shows a notice for six seconds, or twenty if it has a passing action. One with another action stays until it is
   * used or closed.
   */
  show: (text: ReactNode, action?: NoticeAction) => void;
  /**
   * Waits for a task that the user has started. A failure is shown, and reported if it is unexpected.
   * @returns whether the task succeeded
   */
  attempt: (task: Promise<unknown>) => Promise<boolean>;
}

const NoticeContext = createContext<Notices | undefined>(undefined);

/** Time to read one line. WCAG 2.2 (2.2.1) sets no limit for messages that are not the only source of a fact. */
const shownMs = 6_000;

/** Time to notice a mistake. WCAG 2.2 (2.2.1) asks for twenty seconds. The menus undo it later as well. */
const undoMs = 20_000;

/** Shows the outcome of actions that the page does not show elsewhere: one line at the lower edge. */
export function NoticeProvider({ children }: { children: ReactNode }) {
  const texts = useTexts();
  const { report } = useErrors();
  const [notice, setNotice] = useState<Notice>();
  const count = useRef(0);
  const show = useCallback((text: ReactNode, action?: NoticeAction) => {
    count.current++;
    setNotice({ id: count.current, text, action });
  }, []);
  const attempt = useCallback(
    async (task: Promise<unknown>) => {
      try {
        await task;
        return true;
      } catch (error) {
        report(error, "action");
        show(failureText(texts, error));
        return false;
      }
    },
    [show, report, texts],
  );
  useEffect(() => {
    if (!notice || (notice.action && !notice.action.isPassing)) return;
    const timer = setTimeout(() => setNotice(undefined), notice.action ? undoMs : shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  const run = (action: NoticeAction | undefined) => {
    setNotice(undefined);
    action?.run();
  };
  const value = useMemo(() => ({ show, attempt }), [show, attempt]);
  return (
    <NoticeContext.Provider value={value}>
      {children}
      <div role="status" className={classes.place} data-region>
        {notice && (
          <NoticeCard key={notice.id} text={notice.text} onClose={() => run(undefined)}>
            {notice.action && (
              <Button size="compact-sm" variant="light" onClick={() => run(notice.action)}>
                {notice.action.label}
              </Button>
            )}
          </NoticeCard>
        )}
      </div>
    </NoticeContext.Provider>
  );
}

export function useNotice(): Notices {
  return useProvided(NoticeContext);
}

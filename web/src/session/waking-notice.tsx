import { Loader, Paper, Text } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTexts } from "../i18n/texts.tsx";
import classes from "./notice.module.css";
import { useSession } from "./session-context.tsx";

/** Whether a call waits for the paused database. The client repeats it, so the user need not act. */
export function useIsWaking(): boolean {
  const { wakeUp } = useSession().session;
  return useSyncExternalStore(wakeUp.subscribe, () => wakeUp.isWaiting);
}

/** Explains the wait while the database wakes up, on every page. */
export function WakingNotice() {
  const texts = useTexts();
  const isWaking = useIsWaking();
  return (
    <div role="status" className={classes.place}>
      {isWaking && (
        <Paper className={classes.notice} shadow="md" withBorder>
          <Loader size="xs" aria-hidden />
          <Text size="sm">{texts.connection.wakingUp}</Text>
        </Paper>
      )}
    </div>
  );
}

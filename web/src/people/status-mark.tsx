import { IconMoon } from "@tabler/icons-react";
import { isQuiet, statusAt } from "../../../contract/availability.ts";
import type { User } from "../../../contract/users.ts";
import { useMinute } from "../i18n/clock.ts";
import { useTexts } from "../i18n/texts.tsx";
import classes from "./status-mark.module.css";

/** The emoji of a person's status, and a moon while they want no notifications. Shown beside the name. */
export function StatusMark({ user }: { user: User }) {
  const { status, pausedUntil, quietHours } = user;
  return status || pausedUntil || quietHours ? <Mark user={user} /> : null;
}

function Mark({ user }: { user: User }) {
  const texts = useTexts().people;
  useMinute();
  const now = new Date();
  const status = statusAt(user, now);
  const isMoonShown = isQuiet(user, now);
  if (!status && !isMoonShown) return null;
  return (
    <span className={classes.mark}>
      {status && (
        <span role="img" aria-label={status.text ?? status.emoji} title={status.text}>
          {status.emoji}
        </span>
      )}
      {isMoonShown && (
        <span role="img" aria-label={texts.isQuiet} title={texts.isQuiet}>
          <IconMoon size={14} aria-hidden />
        </span>
      )}
    </span>
  );
}

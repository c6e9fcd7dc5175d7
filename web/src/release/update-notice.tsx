import { Button } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTexts } from "../i18n/texts.tsx";
import classes from "../session/notice.module.css";
import { NoticeCard } from "../session/notice-card.tsx";
import type { ReleaseWatch } from "./release-watch.ts";

/** Offers to reload when the server has a newer release. Drafts and unsent messages survive the reload. */
export function UpdateNotice({ watch }: { watch: ReleaseWatch }) {
  const { errors, release: texts } = useTexts();
  const isOutdated = useSyncExternalStore(watch.subscribe, () => watch.isOutdated);
  const [isPutOff, setPutOff] = useState(false);
  useEffect(() => watch.start(), [watch]);
  return (
    <div role="status" className={classes.place} data-at="top" data-region>
      {isOutdated && !isPutOff && (
        <NoticeCard text={texts.isNewer} onClose={() => setPutOff(true)}>
          <Button size="compact-sm" onClick={() => window.location.reload()}>
            {errors.reload}
          </Button>
        </NoticeCard>
      )}
    </div>
  );
}

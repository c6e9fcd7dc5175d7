import { lazy, type ReactNode, useCallback } from "react";
import { usePanel } from "../panel/panel-context.tsx";
import { type OpenThread, OpenThreadContext } from "./open-thread.ts";

const ThreadPanel = lazy(() => import("./thread-panel.tsx"));

/** Lets everything below open threads in the right panel. */
export function ThreadOpener({ children }: { children: ReactNode }) {
  const { open } = usePanel();
  const openThread = useCallback<OpenThread>(
    ({ conversationId, rootId, seq }) =>
      open(<ThreadPanel key={rootId} id={conversationId} rootId={rootId} seq={seq} />, {
        name: "thread",
        of: conversationId,
      }),
    [open],
  );
  return <OpenThreadContext value={openThread}>{children}</OpenThreadContext>;
}

import { usePanelState } from "./panel-context.tsx";
import { useIsDocked } from "./panel-place.tsx";

/** Whether a panel lies in the place of the conversation, so that the user does not see it. */
export function useIsCovered(): boolean {
  const isDocked = useIsDocked();
  return usePanelState().panels.length > 0 && !isDocked;
}

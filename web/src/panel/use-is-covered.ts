import { useMediaQuery } from "@mantine/hooks";
import { usePanelState } from "./panel-context.tsx";
import { docked } from "./panel-place.tsx";

/** Whether a panel lies in the place of the conversation, so that the user does not see it. */
export function useIsCovered(): boolean {
  const isDocked = useMediaQuery(docked, undefined, { getInitialValueInEffect: false });
  return usePanelState().panels.length > 0 && !isDocked;
}

import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { useProvided } from "../use-provided.ts";

export interface PanelOptions {
  /** For error reports. */
  name: string;
  /**
   * The conversation that the panel belongs to. The panel closes when another one opens. Without it, the panel stays.
   */
  of?: ConversationId;
  /**
   * The panel lasts while others open, which lie above it, and its entry in the browser's history opens it again. One
   * panel of its name lasts.
   */
  isLasting?: boolean;
}

interface OpenPanel extends PanelOptions {
  key: number;
  element: ReactElement;
}

interface PanelActions {
  /**
   * Shows a panel in place of the current one, or, from within a panel, above it: "Back" returns there. `element` renders a
   * `PanelFrame`, and should load lazily.
   */
  open: (element: ReactElement, options: PanelOptions) => void;
  /** Returns to the panel below. */
  back: () => void;
  /** Closes the visible panel, and all others except for one that lasts. */
  close: () => void;
  closeAll: () => void;
}

interface PanelState {
  panels: readonly OpenPanel[];
}

const ActionsContext = createContext<PanelActions | undefined>(undefined);
const InsideContext = createContext<PanelActions | undefined>(undefined);
const StateContext = createContext<PanelState | undefined>(undefined);

const closed: readonly OpenPanel[] = [];

/** The panels below the first one that belongs to another conversation. */
function fitting(panels: readonly OpenPanel[], openId: ConversationId | undefined): readonly OpenPanel[] {
  const at = panels.findIndex(({ of }) => of !== undefined && of !== openId);
  return at === -1 ? panels : panels.slice(0, at);
}

export interface PanelProviderProps {
  /** The conversation that the page shows. */
  openId: ConversationId | undefined;
  children: ReactNode;
}

/** Keeps the open panels on the right. */
export function PanelProvider({ openId, children }: PanelProviderProps) {
  const [panels, setPanels] = useState(closed);
  const count = useRef(0);
  const [actions, inside] = useMemo((): [PanelActions, PanelActions] => {
    const panel = (element: ReactElement, options: PanelOptions): OpenPanel => ({
      ...options,
      element,
      key: count.current++,
    });
    const outside: PanelActions = {
      open: (element, options) =>
        setPanels((known) => [
          ...known.filter(({ isLasting, name }) => isLasting && name !== options.name),
          panel(element, options),
        ]),
      back: () => setPanels((known) => known.slice(0, -1)),
      close: () => setPanels((known) => known.slice(0, -1).filter(({ isLasting }) => isLasting)),
      closeAll: () => setPanels(closed),
    };
    const above: PanelActions["open"] = (element, options) =>
      setPanels((below) => [...below, panel(element, options)]);
    return [outside, { ...outside, open: above }];
  }, []);
  useEffect(() => setPanels((known) => fitting(known, openId)), [openId]);
  const state = useMemo(() => ({ panels: fitting(panels, openId) }), [panels, openId]);
  return (
    <ActionsContext.Provider value={actions}>
      <InsideContext.Provider value={inside}>
        <StateContext.Provider value={state}>{children}</StateContext.Provider>
      </InsideContext.Provider>
    </ActionsContext.Provider>
  );
}

/** Surrounds the content of a panel, so that panels which open from there do not replace it. */
export function PanelContent({ children }: { children: ReactNode }) {
  return <ActionsContext.Provider value={useContext(InsideContext)}>{children}</ActionsContext.Provider>;
}

/** Returns the functions that open and close the right panel. They never change, so using them causes no renders. */
export function usePanel(): PanelActions {
  return useProvided(ActionsContext);
}

/** Returns the panels that are open, the visible one last. */
export function usePanelState(): PanelState {
  return useProvided(StateContext);
}

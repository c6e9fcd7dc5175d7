import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { Message } from "../../../contract/messages.ts";

/** The composer's target: a new message, a reply to a message, or an edit of one. */
export interface Draft {
  replyTo: Message | undefined;
  editing: Message | undefined;
  reply: (message: Message) => void;
  edit: (message: Message) => void;
  stop: () => void;
}

const DraftContext = createContext<Draft | undefined>(undefined);

/** Connects the messages of a conversation with its composer. */
export function DraftProvider({ children }: { children: ReactNode }) {
  const [target, setTarget] = useState<{ replyTo?: Message; editing?: Message }>({});
  const value = useMemo(
    () => ({
      replyTo: target.replyTo,
      editing: target.editing,
      reply: (replyTo: Message) => setTarget({ replyTo }),
      edit: (editing: Message) => setTarget({ editing }),
      stop: () => setTarget({}),
    }),
    [target],
  );
  return <DraftContext.Provider value={value}>{children}</DraftContext.Provider>;
}

export function useDraft(): Draft {
  const value = useContext(DraftContext);
  if (!value) throw new Error("This hook needs a DraftProvider above it");
  return value;
}

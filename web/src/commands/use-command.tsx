import { lazy, useState } from "react";
import { Overlay } from "../errors/failures.tsx";
import type { RunCommandProps } from "./run-command.tsx";
import { type TypedCommand, typedCommand } from "./typed-command.ts";

const RunCommand = lazy(() => import("./run-command.tsx"));

/** Runs the commands of a composer. */
export function useCommand(
  place: Pick<RunCommandProps, "id" | "conversation" | "thread" | "send" | "clear">,
) {
  const [command, setCommand] = useState<TypedCommand>();
  const close = () => setCommand(undefined);
  return {
    /** @returns whether the text is a command, which then runs */
    run: (text: string): boolean => {
      const typed = typedCommand(text);
      setCommand(typed);
      return typed !== undefined;
    },
    dialog: command && (
      <Overlay name="command" onClose={close}>
        <RunCommand {...place} command={command} onClose={close} />
      </Overlay>
    ),
  };
}

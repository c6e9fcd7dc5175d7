import { createContext, type ReactNode, useContext } from "react";
import type { ErrorReporter } from "./error-reporter.ts";

const ErrorsContext = createContext<ErrorReporter | undefined>(undefined);

export interface ErrorsProviderProps {
  reporter: ErrorReporter;
  children: ReactNode;
}

/** Gives the page its error reporter. */
export function ErrorsProvider({ reporter, children }: ErrorsProviderProps) {
  return <ErrorsContext.Provider value={reporter}>{children}</ErrorsContext.Provider>;
}

export function useErrors(): ErrorReporter {
  const reporter = useContext(ErrorsContext);
  if (!reporter) throw new Error("This hook needs a ErrorsProvider above it");
  return reporter;
}

import { createContext, type ReactNode } from "react";
import { useProvided } from "../use-provided.ts";
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
  return useProvided(ErrorsContext);
}

import { type ReactNode, Suspense } from "react";
import { ErrorBoundary } from "./error-boundary.tsx";

export interface LazyPartProps {
  /** For the report. */
  name: string;
  /** Shown while the code loads, and after an error. */
  fallback: ReactNode;
  children: ReactNode;
}

/** A part of a view whose code loads when it appears. If it fails, only this part is missing. */
export function LazyPart({ name, fallback, children }: LazyPartProps) {
  return (
    <ErrorBoundary name={name} fallback={() => fallback}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </ErrorBoundary>
  );
}

import { Component, type ReactNode } from "react";
import type { ErrorReporter } from "./error-reporter.ts";
import { useErrors } from "./errors-context.tsx";

export interface ErrorBoundaryProps {
  /** The part of the page, for the report. */
  name: string;
  /** Shown in place of `children` after an error. `retry` renders `children` again. */
  fallback: (retry: () => void) => ReactNode;
  children: ReactNode;
}

/** Keeps an error while rendering `children` from breaking the rest of the page, and reports it. */
export function ErrorBoundary(props: ErrorBoundaryProps) {
  return <Boundary {...props} report={useErrors().report} />;
}

interface BoundaryProps extends ErrorBoundaryProps {
  report: ErrorReporter["report"];
}

// React offers boundaries to class components only.
class Boundary extends Component<BoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidCatch(error: unknown) {
    this.props.report(error, this.props.name);
  }

  readonly #retry = () => this.setState({ hasFailed: false });

  override render() {
    return this.state.hasFailed ? this.props.fallback(this.#retry) : this.props.children;
  }
}

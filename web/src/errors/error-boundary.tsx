import { Component, type ReactNode } from "react";
import type { ErrorReporter } from "./error-reporter.ts";
import { useErrors } from "./errors-context.tsx";

/** An error, and the part of the page in which it occurred. */
export interface CaughtError {
  error: unknown;
  component: string;
}

export interface ErrorBoundaryProps {
  /** The part of the page, for the report. */
  name: string;
  /** Shown in place of `children` after an error. `retry` renders `children` again. */
  fallback: (retry: () => void, failure: CaughtError) => ReactNode;
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
class Boundary extends Component<BoundaryProps, { caught?: { error: unknown } }> {
  override state: { caught?: { error: unknown } } = {};

  static getDerivedStateFromError(error: unknown) {
    return { caught: { error } };
  }

  override componentDidCatch(error: unknown) {
    this.props.report(error, this.props.name);
  }

  readonly #retry = () => this.setState({ caught: undefined });

  override render() {
    const { caught } = this.state;
    if (!caught) return this.props.children;
    return this.props.fallback(this.#retry, { error: caught.error, component: this.props.name });
  }
}

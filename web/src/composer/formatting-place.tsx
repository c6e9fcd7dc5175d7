import { lazy, type RefObject, Suspense } from "react";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import classes from "./composer.module.css";

const FormattingBar = lazy(() => import("./formatting-bar.tsx"));

/** The place of the formatting bar, which keeps its height while its code loads. */
export function FormattingPlace({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  return (
    <div className={classes.formatting}>
      <ErrorBoundary name="formatting bar" fallback={() => null}>
        <Suspense>
          <FormattingBar field={field} />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}

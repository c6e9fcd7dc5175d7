import { lazy, type RefObject } from "react";
import { LazyPart } from "../errors/lazy-part.tsx";
import classes from "./composer.module.css";

const FormattingBar = lazy(() => import("./formatting-bar.tsx"));

/** The place of the formatting bar, which keeps its height while its code loads. */
export function FormattingPlace({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  return (
    <div className={classes.formatting}>
      <LazyPart name="formatting bar" fallback={null}>
        <FormattingBar field={field} />
      </LazyPart>
    </div>
  );
}

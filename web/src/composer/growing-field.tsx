import type { ComponentPropsWithRef } from "react";
import classes from "./growing-field.module.css";

export interface GrowingFieldProps extends Omit<ComponentPropsWithRef<"textarea">, "className" | "rows"> {
  value: string;
}

/**
 * A field for text that grows with its lines, up to eight. The style sheet does this: an invisible copy of the text gives
 * the field its height, so that no script measures it.
 */
export function GrowingField({ value, placeholder, ...field }: GrowingFieldProps) {
  return (
    <div className={classes.place} data-text={value} data-placeholder={value === "" ? placeholder : ""}>
      <textarea {...field} value={value} placeholder={placeholder} rows={1} className={classes.field} />
    </div>
  );
}

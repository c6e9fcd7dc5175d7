import { type Context, useContext } from "react";

/** Returns the value of a context, which a component above the caller provides. */
export function useProvided<T>(context: Context<T | undefined>): T {
  const value = useContext(context);
  if (!value) throw new Error("This hook needs its provider above it");
  return value;
}

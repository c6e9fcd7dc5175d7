import * as z from "zod/mini";

const State = z.object({ destination: z.string() });

/** The address that a visitor wanted to open. The links between the pages for visitors pass it on. */
export const destination = (): string | undefined => State.safeParse(window.history.state).data?.destination;

import { ProblemError } from "../../../client/http/problem-error.ts";
import type { Texts } from "./page-texts.ts";

/** Returns the text for any error: the reason if the server gave one, or else that the action failed. */
export const failureText = ({ problem, message }: Texts, error: unknown): string =>
  (error instanceof ProblemError && problem(error)) || message.changeFailed;

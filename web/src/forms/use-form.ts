import { useState } from "react";
import { ProblemError } from "../../../client/http/problem-error.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { failureText } from "../i18n/failure-text.ts";
import { sentence } from "../i18n/sentence.ts";
import { useTexts } from "../i18n/texts.tsx";

/** Tracks a form's submission: whether it is running, and the errors of the form and of its fields. */
export function useForm() {
  const texts = useTexts();
  const { report } = useErrors();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  /** @returns whether the task succeeded */
  async function submit(task: () => Promise<unknown>): Promise<boolean> {
    setBusy(true);
    setError(undefined);
    try {
      await task();
      return true;
    } catch (error) {
      report(error, "form");
      setError(error);
      return false;
    } finally {
      setBusy(false);
    }
  }
  const problem = error instanceof ProblemError ? error : undefined;
  const errorOf = (field: string) => {
    const error = problem?.errorAt(field);
    return error && `${sentence(texts.field(error))}.`;
  };
  /** The error of the form as a whole, if it does not belong to a field. */
  const failure =
    error === undefined || (problem && problem.errors.length > 0) ? undefined : failureText(texts, error);
  return { submit, isBusy, errorOf, failure };
}

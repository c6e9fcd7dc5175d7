import { useState } from "react";
import { ProblemError } from "../../../client/http/problem-error.ts";
import { sentence } from "../i18n/sentence.ts";
import { useTexts } from "../i18n/texts.tsx";

/** Tracks a form's submission: whether it is running, and the errors of the form and of its fields. */
export function useForm() {
  const { message: texts, problem: problemText, field: fieldText } = useTexts();
  const [problem, setProblem] = useState<ProblemError>();
  const [isBusy, setBusy] = useState(false);
  /** @returns whether the task succeeded */
  async function submit(task: () => Promise<unknown>): Promise<boolean> {
    setBusy(true);
    setProblem(undefined);
    try {
      await task();
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  }
  const errorOf = (field: string) => {
    const error = problem?.errorAt(field);
    return error && `${sentence(fieldText(error))}.`;
  };
  /** The error of the form as a whole, if it does not belong to a field. */
  const failure =
    problem && problem.errors.length === 0 ? problemText(problem) || texts.changeFailed : undefined;
  return { submit, isBusy, errorOf, failure };
}

import { useState } from "react";
import { ProblemError } from "../client/problem-error.ts";
import { useTexts } from "../i18n/texts.tsx";

const sentence = (text: string | undefined) => text && `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** The fate of a form: what is wrong with which field, and whether it is on its way. */
export function useForm() {
  const texts = useTexts().message;
  const [problem, setProblem] = useState<ProblemError>();
  const [isBusy, setBusy] = useState(false);
  /** @returns whether it was done */
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
  const errorOf = (field: string) => sentence(problem?.messageFor(field));
  /** What is wrong, if not with a field. */
  const failure = problem && problem.errors.length === 0 ? problem.message || texts.changeFailed : undefined;
  return { submit, isBusy, errorOf, failure };
}

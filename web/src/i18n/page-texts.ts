import type { FieldError } from "../../../contract/field-error-codes.ts";
import { catalogs } from "./catalogs.ts";
import { fieldText, problemText, type ShownProblem } from "./problem-texts.ts";
import type { PageTexts } from "./texts-types.ts";

/** The texts that every view needs, in one language. */
export interface Texts extends PageTexts {
  /** Returns the text for a problem. */
  problem: (problem: ShownProblem) => string;
  /** Returns the text for a field. It continues a sentence that starts with the field's name. */
  field: (error: FieldError) => string;
}

/** Adds the texts of problems, which load later. Until then, the server's English texts stand for them. */
export const withProblems = (language: string, page: PageTexts): Texts => ({
  ...page,
  problem: (problem) => problemText(catalogs.features.get(language), problem),
  field: (error) => fieldText(catalogs.features.get(language), error),
});

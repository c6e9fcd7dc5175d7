import { ErrorReporter } from "./error-reporter.ts";
import { version } from "./version.ts";

/** The page's error reporter. Components ask `useErrors` for it. */
export const reporter = new ErrorReporter({ version });

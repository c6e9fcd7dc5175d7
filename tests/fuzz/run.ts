import { runVitest } from "../support/run-vitest.ts";
import { schemathesis } from "./schemathesis.ts";

/**
 * `npm run test:fuzz`: Schemathesis against the local stack, for ten minutes or `FUZZ_SECONDS`. Needs Python 3 and
 * PyPI.
 */
schemathesis();
// A second attempt would generate other requests, and hide the first finding.
runVitest(["--project", "independent", "--retry", "0", "tests/fuzz"]);

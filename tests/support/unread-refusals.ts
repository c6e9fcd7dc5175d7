import { afterEach } from "vitest";
import { checkUnreadRefusals } from "./people.ts";

// A setup file: a test fails if a request was refused and the test did not notice.
afterEach(() => checkUnreadRefusals());

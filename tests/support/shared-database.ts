import { inject } from "vitest";
import { rememberDatabase } from "./accounts.ts";

// A setup file: test files can store accounts in the shared stack.
rememberDatabase(inject("stack"));

import { inject } from "vitest";
import { registerDatabase } from "./accounts.ts";

// A setup file: lets test files insert accounts into the shared stack's database.
registerDatabase(inject("stack"));

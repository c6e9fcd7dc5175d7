import { afterAll } from "vitest";
import { stopOwnStacks } from "./own-stack.ts";

// A setup file: no test file leaves a stack running.
afterAll(stopOwnStacks);

import { pythonTool } from "../deploy/python-tool.ts";

/** Schemathesis generates requests from an OpenAPI document. Installs it once. @returns the path of its program */
export const schemathesis = (): string => pythonTool("schemathesis", "4.32.5", "st");

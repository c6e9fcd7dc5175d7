import { ContentType } from "../../contract/attachments.ts";

/**
 * Returns a file's media type as the contract allows it. Systems know types that it does not allow, and some have
 * parameters.
 */
export const sendableType = (chosen: string): string =>
  ContentType.safeParse(chosen.replace(/\s*;.*$/s, "")).data ?? "application/octet-stream";

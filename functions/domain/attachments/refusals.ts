import { NotFound } from "../../platform/problems/refusal.ts";

/** No message that the caller may read has this file. */
export class FileNotFound extends NotFound {
  readonly code = "file-not-found";

  constructor() {
    super("This file does not exist, or its message has been deleted.");
  }
}

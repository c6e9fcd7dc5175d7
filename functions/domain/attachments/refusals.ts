import type { Message } from "../../../contract/messages.ts";
import { NotFound } from "../../platform/problems/refusal.ts";

/** No message that the caller may read has this file. */
export class FileNotFound extends NotFound {
  readonly code = "file-not-found";

  constructor() {
    super("This file does not exist, or its message has been deleted.");
  }
}

/** The file is no picture that browsers can show. Its message has it as a file from now on. */
export class BecameFile extends FileNotFound {
  /** @param changed  the message, as it is now */
  constructor(readonly changed: Message) {
    super();
  }
}

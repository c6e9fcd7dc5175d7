import { TextReminderId } from "../../../contract/ids.ts";

/** Returns the id of a new text reminder. */
export const newReminderId = (): TextReminderId => TextReminderId.parse(crypto.randomUUID());

import { databaseSettings, pushKeyId, sendLimits, uploadSettings } from "../configuration.ts";
import { connect } from "../database/database.ts";
import { SigningKey } from "../identity/signing-key.ts";
import { ObjectStore } from "../storage/object-store.ts";

/** What the calls work with; made once for each instance of the function. */
export const db = await connect(databaseSettings());
export const objects = new ObjectStore(uploadSettings());
export const rates = sendLimits();
/** Of which this function knows the public half only. */
export const pushKey = new SigningKey(pushKeyId());

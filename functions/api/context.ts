import { databaseSettings, sendLimits, uploadSettings } from "../configuration.ts";
import { connect } from "../database/database.ts";
import { ObjectStore } from "../storage/object-store.ts";

/** What the calls work with; made once for each instance of the function. */
export const db = connect(databaseSettings());
export const objects = new ObjectStore(uploadSettings());
export const rates = sendLimits();

import * as z from "zod/mini";
import { UserId } from "../../../contract/ids.ts";

const UserIds = z.array(UserId);

/** Parses the JSON of ids of users, because the Data API returns no arrays. */
export const userIdsIn = (json: string): UserId[] => UserIds.parse(JSON.parse(json));

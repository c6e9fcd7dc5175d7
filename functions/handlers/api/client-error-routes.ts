import { ClientErrorLog } from "../../domain/client-errors/client-error-log.ts";
import type { Handlers } from "../../platform/http/rest-function.ts";

const log = new ClientErrorLog();

/** The route for errors that clients report. */
export const clientErrorRoutes: Handlers<"reportClientError"> = {
  reportClientError: ({ userId, body }) => {
    log.write(userId, body);
    return { status: 204 };
  },
};

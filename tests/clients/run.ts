import { runVitest } from "../support/run-vitest.ts";
import { awsCli, installClients } from "./install.ts";

/** `npm run test:clients` runs other people's clients against the local stack. It needs Python 3, PyPI and npm. */
installClients();
awsCli();
runVitest(["--project", "independent", "tests/clients"]);

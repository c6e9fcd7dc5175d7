import { runVitest } from "../support/run-vitest.ts";
import { awsCli, installClients } from "./install.ts";

/** `npm run test:clients`: programs of others against the local stack. Needs Python 3, PyPI and npm's registry. */
installClients();
awsCli();
runVitest(["--project", "independent", "tests/clients"]);

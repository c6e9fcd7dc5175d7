import { rmSync } from "node:fs";
import { compose } from "./compose.ts";
import { folder } from "./folder.ts";

/** `npm run local:down`: stops the containers. With `-- --volumes`, it also deletes their data. */
compose("down", ...process.argv.slice(2));
rmSync(folder, { recursive: true, force: true });

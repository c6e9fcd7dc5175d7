import { rmSync } from "node:fs";
import { compose } from "./compose.ts";
import { folder } from "./folder.ts";

/** `npm run local:down`: ends the containers; with `-- --volumes`, what they have kept goes, too. */
compose("down", ...process.argv.slice(2));
rmSync(folder, { recursive: true, force: true });

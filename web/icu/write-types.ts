import { writeFileSync } from "node:fs";
import { textsTypes, typesFile } from "./texts-types.ts";

writeFileSync(typesFile, textsTypes());

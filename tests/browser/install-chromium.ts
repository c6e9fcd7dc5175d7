import { ensureChromium } from "./chromium.ts";

try {
  console.log(`Browser tests use ${ensureChromium()}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

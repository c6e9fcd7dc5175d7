import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Person } from "../support/people.ts";
import { postUpload } from "../support/upload.ts";

/** The emoji of which the folder `emoji-pictures` has a picture. */
export type DrawnEmoji = "lgtm" | "blocked" | "party_blob";

/**
 * Adds an emoji to the workspace.
 *
 * @param name  its name, by default that of the picture
 * @returns its name with colons
 */
export async function addEmoji(
  url: string,
  person: Person,
  drawn: DrawnEmoji,
  name: string = drawn,
): Promise<string> {
  const picture = readFileSync(join(import.meta.dirname, "emoji-pictures", `${drawn}.png`));
  const body = { contentType: "image/png", sizeBytes: picture.length };
  const upload = await person.call("addPicture", { body });
  const uploaded = await postUpload(url, upload, picture);
  if (!uploaded.ok) throw new Error(`The upload returned ${uploaded.status}`);
  await person.call("addEmoji", { body: { name, pictureId: upload.id } });
  return `:${name}:`;
}

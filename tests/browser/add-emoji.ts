import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Person } from "../support/people.ts";
import { postUpload } from "../support/upload.ts";

const icon = join(import.meta.dirname, "../../web/public/icon-192.png");

/** Adds an emoji to the workspace. @returns its name with colons */
export async function addEmoji(
  url: string,
  person: Person,
  name: string,
  { picture = readFileSync(icon), contentType = "image/png" }: { picture?: Buffer; contentType?: string } = {},
): Promise<string> {
  const body = { contentType, sizeBytes: picture.length };
  const upload = await person.call("addPicture", { body });
  const uploaded = await postUpload(url, upload, picture);
  if (!uploaded.ok) throw new Error(`The upload returned ${uploaded.status}`);
  await person.call("addEmoji", { body: { name, pictureId: upload.id } });
  return `:${name}:`;
}

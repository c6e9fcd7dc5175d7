/** Uploads a file with a signed form, like a browser. `changes` replaces fields of the form. */
export function postUpload(
  url: string,
  upload: { url: string; fields: Record<string, string> },
  bytes: Buffer,
  changes: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...upload.fields, ...changes })) form.set(name, value);
  form.set("file", new Blob([new Uint8Array(bytes)]));
  return fetch(url + upload.url, { method: "POST", body: form });
}

/** Sends a file by a signed form, as a browser does. */
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

import { request } from "node:http";

/** Uploads a file with a signed form, like a browser. `changes` replaces fields of the form. */
export function postUpload(
  url: string,
  upload: { url: string; fields: Record<string, string> },
  bytes: Buffer,
  changes: Record<string, string> = {},
): Promise<Response> {
  return fetch(url + upload.url, { method: "POST", body: formOf({ ...upload.fields, ...changes }, bytes) });
}

function formOf(fields: Record<string, string>, bytes: Buffer): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new Blob([new Uint8Array(bytes)]));
  return form;
}

/** Begins an upload over a slow network. @returns after the server has its head: a function that sends the rest */
export async function beginUpload(
  url: string,
  upload: { url: string; fields: Record<string, string> },
  bytes: Buffer,
): Promise<() => Promise<number | undefined>> {
  const encoded = new Response(formOf(upload.fields, bytes));
  const body = Buffer.from(await encoded.arrayBuffer());
  const headers = {
    "content-type": encoded.headers.get("content-type") ?? "",
    "content-length": body.length,
    expect: "100-continue",
  };
  const slow = request(url + upload.url, { method: "POST", headers });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    slow.once("response", (response) => resolve(response.resume().statusCode)).once("error", reject);
  });
  await new Promise((resolve) => slow.once("continue", resolve));
  return () => {
    slow.end(body);
    return answered;
  };
}

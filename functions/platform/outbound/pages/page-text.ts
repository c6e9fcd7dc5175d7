/** The encoding that a page states within its first bytes, as HTML demands (section 4.2.5.4 of the HTML standard). */
const stated = /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)/i;
const sniffed = 1_024;

/**
 * Decodes the bytes of an HTML page. The header takes precedence over the page itself. An unknown encoding reads as
 * UTF-8.
 *
 * @param contentType  the value of the header `Content-Type`
 */
export function pageText(body: Buffer, contentType: string): string {
  const [, fromHeader] = /charset\s*=\s*"?([\w:.-]+)/i.exec(contentType) ?? [];
  const [, fromPage] = stated.exec(body.subarray(0, sniffed).toString("latin1")) ?? [];
  return decode(body, fromHeader ?? fromPage ?? "utf-8");
}

function decode(body: Buffer, encoding: string): string {
  try {
    return new TextDecoder(encoding).decode(body);
  } catch {
    // Node throws a RangeError for an encoding that it does not know.
    return new TextDecoder().decode(body);
  }
}

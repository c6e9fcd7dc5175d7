/** Finds a header. Names arrive as the client wrote them or, over HTTP/2, in lower case. */
export function headerIn(
  headers: Readonly<Record<string, string | undefined>> | null | undefined,
  name: string,
): string | undefined {
  const lower = name.toLowerCase();
  return Object.entries(headers ?? {}).find(([each]) => each.toLowerCase() === lower)?.[1];
}

import type { StoredObject, Version } from "./objects.ts";

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function entry(key: string, version: Version, isLatest: boolean): string {
  const { versionId, lastModified, isDeleteMarker, size } = version;
  const element = isDeleteMarker ? "DeleteMarker" : "Version";
  return (
    `<${element}><Key>${escaped(key)}</Key><VersionId>${versionId}</VersionId><IsLatest>${isLatest}</IsLatest>` +
    `<LastModified>${lastModified}</LastModified>${isDeleteMarker ? "" : `<Size>${size}</Size>`}</${element}>`
  );
}

/**
 * Answers ListObjectVersions with one page: versions and delete markers by key, the newest first.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export function versionsPage(objects: readonly StoredObject[], query: URLSearchParams): string {
  const most = Math.min(Number(query.get("max-keys") ?? 1_000), 1_000);
  const [afterKey, afterId] = [query.get("key-marker"), query.get("version-id-marker")];
  const all = objects.flatMap(({ key, versions }) =>
    versions.map((version, at) => ({ key, version, isLatest: at === 0 })),
  );
  const marked = all.findIndex(({ key, version }) => key === afterKey && version.versionId === afterId);
  const rest = afterKey === null ? all : all.slice(marked + 1);
  const page = rest.slice(0, most);
  const last = page.at(-1);
  const isTruncated = rest.length > page.length && last !== undefined;
  const next = isTruncated
    ? `<NextKeyMarker>${escaped(last.key)}</NextKeyMarker><NextVersionIdMarker>${last.version.versionId}</NextVersionIdMarker>`
    : "";
  const entries = page.map(({ key, version, isLatest }) => entry(key, version, isLatest)).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListVersionsResult><IsTruncated>${isTruncated}</IsTruncated>${next}${entries}</ListVersionsResult>`;
}

// Runs at the edge (CloudFront Functions, cloudfront-js-2.0): the SPA's own addresses, such as /c/ID, are all
// served by its one page. Files have an extension.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const request = event.request;
  if (!request.uri.includes(".")) request.uri = "/index.html";
  return request;
}

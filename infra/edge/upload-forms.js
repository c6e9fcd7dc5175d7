// Runs at the edge (CloudFront Functions, cloudfront-js-2.0): S3 takes forms at the bucket itself, not at a path in it.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const request = event.request;
  if (request.method === "POST") request.uri = "/";
  return request;
}

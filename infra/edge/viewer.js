// Runs at the edge (CloudFront Functions, cloudfront-js-2.0): sends the viewer's address and the requested host to the
// API, which would see CloudFront's instead. Overwrites the values of a viewer who sends these headers.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const request = event.request;
  request.headers["x-viewer-address"] = { value: event.viewer.ip };
  request.headers["x-viewer-host"] = { value: request.headers.host.value };
  return request;
}

/** CloudFront compresses files within these bounds only, in bytes. */
const [smallest, largest] = [1_000, 10_000_000];

/**
 * The content types that CloudFront compresses.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
const types =
  /^(application\/(dash\+xml|eot|font|font-sfnt|javascript|json|opentype|otf|pdf|pkcs7-mime|protobuf|rss\+xml|truetype|ttf|vnd\.apple\.mpegurl|vnd\.mapbox-vector-tile|vnd\.ms-fontobject|wasm|xhtml\+xml|xml|x-font-(opentype|truetype|ttf)|x-httpd-cgi|x-javascript|x-mpegurl|x-opentype|x-otf|x-perl|x-ttf)|font\/(eot|opentype|otf|ttf|x-ttf)|image\/svg\+xml|text\/(css|csv|html|javascript|js|plain|richtext|tab-separated-values|xml|x-component|x-java-source|x-script)|vnd\.apple\.mpegurl)$/;

/** Whether CloudFront compresses a file. */
export const isCompressible = (contentType: string, bytes: number): boolean =>
  types.test(contentType.split(";")[0]?.trim() ?? "") && bytes >= smallest && bytes <= largest;

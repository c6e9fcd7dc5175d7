/**
 * The credentials that functions use. Only S3 checks them, because browsers send it requests that functions
 * have signed.
 */
export const accessKeyId = "local";
export const secretAccessKey = "local";

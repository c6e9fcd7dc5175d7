/** Whom functions are to the local services; only S3 looks, since browsers bring it what functions have signed. */
export const accessKeyId = "local";
export const secretAccessKey = "local";

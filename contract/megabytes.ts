/** Converts bytes to megabytes, with at most one decimal place. */
export const megabytes = (bytes = 0): number => Math.round((bytes / 1024 / 1024) * 10) / 10;

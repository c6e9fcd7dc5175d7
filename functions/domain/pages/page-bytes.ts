/**
 * The maximum bytes of text in a page of a list. A result of the Data API is at most 1 MiB, and JSON may write one byte
 * as six. A page always contains its first row, even a longer one.
 */
export const pageBytes = 160 * 1024;

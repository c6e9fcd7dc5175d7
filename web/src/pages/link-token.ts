/** The token of the link that led here: it follows the `#`, which browsers keep to themselves. */
export const linkToken = (): string => decodeURIComponent(window.location.hash.slice(1));

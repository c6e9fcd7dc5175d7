/** Returns the token from the e-mailed link. It is in the URL's fragment, which browsers don't send to servers. */
export const linkToken = (): string => decodeURIComponent(window.location.hash.slice(1));

/** No host name contains it, so mail programs make no link of the text around it. It is not visible. */
const wordJoiner = "\u2060";

/**
 * Returns a name or a text by other people in a form that mail programs do not turn into a link, because an e-mail seems
 * to come from the operator. `identityForm` accepts a username that was copied from an e-mail.
 */
export const unlinked = (text: string): string => text.replace(/[.:/@](?=\S)/gu, `$&${wordJoiner}`);

import * as z from "zod/mini";

/** An emoji as Unicode recommends it for interchange (UTS #51, RGI), skin tones and families included. */
const oneEmoji = /^\p{RGI_Emoji}$/v;

export const isEmoji = (text: string): boolean => oneEmoji.test(text);

/** Whether a text refers to an emoji of the workspace, such as `:shipit:`. */
export const isEmojiToken = (text: string): boolean => /^:[a-z0-9_+-]{2,32}:$/.test(text);

/**
 * A schema for one emoji. In a path it may be percent-encoded, which is unambiguous, since no emoji contains a percent
 * sign.
 */
const emojiIf = (isAccepted: (text: string) => boolean) =>
  z
    .pipe(
      z.string().check(z.maxLength(200)),
      z.transform((value, context) => {
        const emoji = decoded(value);
        if (isAccepted(emoji)) return emoji;
        context.issues.push({ code: "custom", input: value, message: "invalid-emoji" });
        return z.NEVER;
      }),
    )
    .register(z.globalRegistry, { format: "emoji" });

export const Emoji = emojiIf(isEmoji);

/** An emoji to react with: a Unicode emoji, or the `:name:` of an emoji of the workspace. */
export const ReactionEmoji = emojiIf((text) => isEmoji(text) || isEmojiToken(text));

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

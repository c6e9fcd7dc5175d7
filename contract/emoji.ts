import * as z from "zod/mini";

/** An emoji as Unicode recommends it for interchange (UTS #51, RGI), skin tones and families included. */
const oneEmoji = /^\p{RGI_Emoji}$/v;

export const isEmoji = (text: string): boolean => oneEmoji.test(text);

/** One emoji. In a path it may be percent-encoded, which is unambiguous, since no emoji contains a percent sign. */
export const Emoji = z
  .pipe(
    z.string().check(z.maxLength(200)),
    z.transform((value, context) => {
      const emoji = decoded(value);
      if (isEmoji(emoji)) return emoji;
      context.issues.push({ code: "custom", input: value, message: "invalid-emoji" });
      return z.NEVER;
    }),
  )
  .register(z.globalRegistry, { format: "emoji" });

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * Whether a Unicode emoji has this name as a shortcode. The composer replaces such a shortcode before the message is
 * sent. The list loads on demand, because it is large and users rarely add emoji.
 */
export async function isBuiltInName(name: string): Promise<boolean> {
  const { nameToEmoji } = await import("gemoji");
  return Object.hasOwn(nameToEmoji, name);
}

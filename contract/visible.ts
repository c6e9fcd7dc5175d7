/** A character that shows something. U+2800 is the empty Braille pattern. */
const visible = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether a text shows anything: it has a character that is neither white space nor invisible. */
export const hasVisibleCharacter = (text: string): boolean => visible.test(text);

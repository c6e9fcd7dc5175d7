import classes from "./custom-emoji.module.css";

/** The place of an emoji of the workspace while its picture loads. Screen readers read its name, and so does the clipboard. */
export const EmojiPlace = ({ text }: { text: string }) => (
  <span className={classes.loading} title={text} data-picture>
    {text}
  </span>
);

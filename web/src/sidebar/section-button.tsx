import { IconButton, type IconButtonProps } from "../icon-button.tsx";

/**
 * A button beside the title of a section in the list. Tab passes it, so that each title takes one step. An arrow key
 * moves the focus from the title to it (`web/src/keyboard/`).
 */
export const SectionButton = (props: IconButtonProps) => <IconButton size={28} tabIndex={-1} {...props} />;

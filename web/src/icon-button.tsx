import { ActionIcon, type ActionIconProps, type ElementProps } from "@mantine/core";

export interface IconButtonProps extends ActionIconProps, ElementProps<"button", keyof ActionIconProps> {
  /** The button's name, which the pointer shows as well. */
  label: string;
}

/** A quiet button that shows an icon. */
export const IconButton = ({ label, ...others }: IconButtonProps) => (
  <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} {...others} />
);

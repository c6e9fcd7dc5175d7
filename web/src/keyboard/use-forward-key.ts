import { useDirection } from "@mantine/core";

/** Returns the arrow key that points to the end of the line, where the buttons of a row are. */
export const useForwardKey = () => (useDirection().dir === "rtl" ? "ArrowLeft" : "ArrowRight");

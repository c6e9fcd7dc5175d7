import { type CSSVariablesResolver, createTheme } from "@mantine/core";

/** ChatFlow's Mantine theme: one accent colour, rounded corners and the system's typeface. */
export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: 7,
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: true,
  fontFamily:
    'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  headings: { fontWeight: "650" },
});

/** Text colours with the contrast that WCAG 2.2 AA (1.4.3) requires on every background of the page. */
export const colours: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": colors.gray[7],
    "--mantine-color-placeholder": "#6c757d",
    "--mantine-color-error": "#c02222",
  },
  dark: {
    "--mantine-color-dimmed": colors.dark[1],
    "--mantine-color-placeholder": colors.dark[1],
    "--mantine-color-error": colors.red[4],
  },
});

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** Cool greys for the dark theme, from text to the lowest surface. */
const dark: MantineColorsTuple = [
  "#d5d9e2",
  "#abb2bf",
  "#8b93a3",
  "#596170",
  "#2d323c",
  "#2b303a",
  "#21252d",
  "#191c22",
  "#121419",
  "#0c0e12",
];

/**
 * ChatFlow's Mantine theme: its scales of type, spacing, radii and elevation. `tokens.css` has the roles of colours.
 */
export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: 7,
  colors: { dark },
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: true,
  fontFamily:
    '"Inter Variable", "Inter Fallback", ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.9375rem", lg: "1.125rem", xl: "1.5rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.4", xl: "1.3" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.3" },
      h2: { fontSize: "1.5rem", lineHeight: "1.3" },
      h3: { fontSize: "1.125rem", lineHeight: "1.4" },
      h4: { fontSize: "1.125rem", lineHeight: "1.4" },
      h5: { fontSize: "0.9375rem", lineHeight: "1.4" },
      h6: { fontSize: "0.8125rem", lineHeight: "1.4" },
    },
  },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  // Two radii: one for controls, and one for surfaces.
  radius: { xs: "6px", sm: "6px", md: "6px", lg: "12px" },
  defaultRadius: "md",
  // Three elevations: raised, above the page, and above everything.
  shadows: {
    xs: "0 1px 2px rgb(16 24 40 / 8%)",
    sm: "0 1px 2px rgb(16 24 40 / 8%)",
    md: "0 4px 8px rgb(16 24 40 / 8%), 0 8px 24px rgb(16 24 40 / 12%)",
    lg: "0 4px 8px rgb(16 24 40 / 8%), 0 8px 24px rgb(16 24 40 / 12%)",
    xl: "0 8px 16px rgb(16 24 40 / 10%), 0 24px 64px rgb(16 24 40 / 24%)",
  },
  components: {
    Modal: { defaultProps: { radius: "lg", shadow: "xl" } },
  },
});

/** Mantine's colours, from the roles in `tokens.css`. They are the same in both schemes, because each role has two colours. */
const roles = {
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-text": "var(--text)",
  "--mantine-color-dimmed": "var(--text-dimmed)",
  "--mantine-color-placeholder": "var(--text-placeholder)",
  "--mantine-color-error": "var(--text-error)",
  "--mantine-color-default-border": "var(--border)",
};

export const colours: CSSVariablesResolver = ({ primaryColor }) => {
  const all = {
    ...roles,
    // Mantine's colour of a button under the pointer leaves too little contrast to its text.
    [`--mantine-color-${primaryColor}-light`]: "var(--accent-soft)",
    [`--mantine-color-${primaryColor}-light-hover`]: "var(--selected)",
    [`--mantine-color-${primaryColor}-light-color`]: "var(--accent-text)",
  };
  const red = {
    "--mantine-color-red-light": "var(--mantine-color-red-0)",
    "--mantine-color-red-light-hover": "var(--mantine-color-red-1)",
  };
  return { variables: {}, light: { ...all, ...red }, dark: all };
};

// Gives the page its theme and font size before the browser first paints it. The page's code loads later, so that a dark
// theme would flash in white without this. `web/src/appearance/` and Mantine store these values.
(() => {
  const { dataset } = document.documentElement;
  try {
    const { variant = "usual", fontSize = "usual" } = JSON.parse(
      localStorage.getItem("chatflow.appearance") ?? "{}",
    );
    dataset.density = JSON.parse(localStorage.getItem("chatflow.density") ?? '"comfortable"');
    const scheme = localStorage.getItem("mantine-color-scheme-value");
    const isSystem = scheme !== "dark" && scheme !== "light";
    const isDark = scheme === "dark" || (isSystem && matchMedia("(prefers-color-scheme: dark)").matches);
    dataset.mantineColorScheme = isDark ? "dark" : "light";
    const wantsContrast = isSystem && variant === "usual" && matchMedia("(prefers-contrast: more)").matches;
    Object.assign(dataset, { fontSize, variant: wantsContrast ? "contrast" : variant });
    // The bar above the page, before `use-applied.ts` gives it the exact colour.
    if (!isSystem)
      for (const meta of document.querySelectorAll("meta[name=theme-color]"))
        meta.content = isDark ? "#191c22" : "#ffffff";
  } catch {
    // The browser blocks storage, or holds something else there. The page then starts with its usual theme.
  }
})();

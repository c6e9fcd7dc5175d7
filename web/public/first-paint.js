// Gives the page its theme and font size before the browser first paints it. The page's code loads later, so that a dark
// theme would flash in white without this. `web/src/appearance/` and Mantine store these values.
(() => {
  const { dataset } = document.documentElement;
  try {
    const { variant = "usual", fontSize = "usual" } = JSON.parse(
      localStorage.getItem("chatflow.appearance") ?? "{}",
    );
    Object.assign(dataset, { variant, fontSize });
    dataset.density = JSON.parse(localStorage.getItem("chatflow.density") ?? '"comfortable"');
    const scheme = localStorage.getItem("mantine-color-scheme-value");
    const isDark =
      scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    dataset.mantineColorScheme = isDark ? "dark" : "light";
  } catch {
    // The browser blocks storage, or holds something else there. The page then starts with its usual theme.
  }
})();

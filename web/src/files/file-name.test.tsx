import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { dividedFileName, FileName } from "./file-name.tsx";

test.each([
  ["minutes.txt", "minutes", ".txt"],
  ["invoice.pdf.exe", "invoice.pdf", ".exe"],
  [`invoice.pdf${"\u00a0".repeat(100)}.exe`, "invoice.pdf ", ".exe"],
  // Windows ignores the end of these names.
  [`invoice.pdf .exe${"\u2003".repeat(100)}`, "invoice.pdf ", ".exe "],
  ["invoice.pdf.exe...", "invoice.pdf", ".exe..."],
  ["settings.settingcontent-ms", "settings", ".settingcontent-ms"],
  ["rechnung.डॉक", "rechnung", ".डॉक"],
  ["Makefile", "Makefile", ""],
  [".profile", "", ".profile"],
  ["Dr. Strange meets nobody", "Dr. Strange meets nobody", ""],
])("The name %j is shortened before its extension", (name, base, extension) => {
  expect(dividedFileName(name)).toEqual([base, extension]);
});

test("A file's name has its extension outside the part that is shortened", () => {
  const markup = renderToStaticMarkup(<FileName name={`invoice.pdf${"\u00a0".repeat(100)}.exe`} />);
  expect(markup).toMatch(
    /<span class="[^"]*base[^"]*">invoice\.pdf <\/span><span class="[^"]*">\.exe<\/span>/,
  );
});

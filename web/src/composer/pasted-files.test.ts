import { describe, expect, test } from "vitest";
import { pastedFiles } from "./pasted-files.ts";

const picture = new File(["x"], "image.png", { type: "image/png" });
const report = new File(["x"], "report.pdf");

describe("A paste", () => {
  test("inserts the text that a spreadsheet copied, and not the picture of it", () => {
    const html = "<table><tr><td>1</td></tr></table>";
    expect(pastedFiles({ text: "1\t2", html, files: [picture] })).toEqual([]);
    expect(pastedFiles({ text: "1\t2", html: "", files: [picture] })).toEqual([]);
  });

  test("attaches a copied picture", () => {
    expect(pastedFiles({ text: "", html: "", files: [picture] })).toEqual([picture]);
    expect(pastedFiles({ text: "", html: '<img src="x">', files: [picture] })).toEqual([picture]);
  });

  test("attaches files from a file manager, which copies their names as well", () => {
    const text = "/home/ada/report.pdf\nimage.png\n";
    expect(pastedFiles({ text, html: "", files: [report, picture] })).toEqual([report, picture]);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPageHead } from "./page-head.ts";
import { pageText } from "./page-text.ts";

describe("The head of a page", () => {
  test("has the texts of Open Graph, and those of HTML where a page has no others", () => {
    const html = `<!doctype html><html><head><TITLE>Plain &amp; simple</TITLE>
      <meta name="description" content="A plain description">
      <meta property="og:title" content="Open &quot;Graph&quot;"><meta content="Site" property="og:site_name">`;
    expect(readPageHead(html)).toEqual({
      title: 'Open "Graph"',
      description: "A plain description",
      site: "Site",
    });
    expect(readPageHead("<title>Only\n a title</title>")).toEqual({ title: "Only\n a title" });
  });

  test("ends where the body begins, whatever the body contains", () => {
    const html = `<head><title>First</title><svg><title>Image</title></svg></head>
      <body><meta property="og:title" content="Comment of a visitor"><title>Last</title>`;
    expect(readPageHead(html)).toEqual({ title: "First" });
  });

  test("ignores empty values, scripts and comments", () => {
    const html = `<title> </title><meta property="og:title" content=" ">
      <script>"<meta property='og:title' content='script'>"</script><!-- <title>comment</title> -->`;
    expect(readPageHead(html)).toEqual({});
  });

  test("can be read from any text, with values of a limited length", () => {
    const part = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "<title>",
        "</title>",
        "<meta property='og:title' content='",
        "'>",
        "<!--",
        "&#x",
        "<body>",
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        for (const value of Object.values(readPageHead(parts.join("")))) expect(value.trim()).not.toBe("");
      }),
      { numRuns: 50 },
    );
    // A page without a head is not read to its end, however deep it is.
    expect(readPageHead(`${"<b>".repeat(80_000)}<title>Deep</title>`)).toEqual({});
    const title = readPageHead(`<title>${"x ".repeat(100_000)}`).title ?? "";
    expect(title.length).toBeLessThanOrEqual(4_000);
    expect(readPageHead(`<meta property="og:title" content="${"x".repeat(100_000)}">`).title).toHaveLength(
      2_000,
    );
  });
});

describe("The text of a page", () => {
  test("has the encoding of the header, or else that of the page, or else UTF-8", () => {
    const latin = Buffer.from("<meta charset='iso-8859-1'>Zürich", "latin1");
    expect(pageText(latin, "text/html")).toContain("Zürich");
    expect(pageText(Buffer.from("Zürich", "latin1"), "text/html; charset=windows-1252")).toBe("Zürich");
    expect(pageText(Buffer.from("<meta charset=latin1>Zürich"), 'text/html; charset="UTF-8"')).toContain(
      "Zürich",
    );
    expect(pageText(Buffer.from("Zürich"), "text/html; charset=no-such")).toBe("Zürich");
  });
});

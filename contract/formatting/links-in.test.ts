import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linksIn } from "./links-in.ts";

describe("The links of a text", () => {
  test("are addresses of pages in any markup, in order and each once", () => {
    const text =
      "See **https://a.example/x** and [this](https://b.example/?q=1).\n> www.c.example\n- https://a.example/x\n\n| h |\n|---|\n| http://d.example |";
    expect(linksIn(text)).toEqual([
      "https://a.example/x",
      "https://b.example/?q=1",
      "https://www.c.example",
      "http://d.example",
    ]);
  });

  test("include those of lists and of quotes within each other", () => {
    expect(linksIn("- https://a.example\n  > - https://b.example\n> - https://c.example")).toEqual([
      "https://a.example",
      "https://b.example",
      "https://c.example",
    ]);
  });

  test("do not include those in code, and no e-mail addresses", () => {
    expect(linksIn("[mail](mailto:a@b.example?body=https://c.example)")).toEqual([]);
    expect(linksIn("`https://a.example` mailto:ada@b.example\n```\nhttps://c.example\n```")).toEqual([]);
  });

  test.each([..."·՜՝՞׃״።፣။។།·•؟।。、）」’…—"])("end before the punctuation %s of any script", (sign) => {
    expect(linksIn(`https://a.example/x${sign}`)).toEqual(["https://a.example/x"]);
  });

  test("keep their own brackets, and no others", () => {
    expect(linksIn("{url:https://a.example/x} https://a.example/{id} [https://a.example/a[1]]")).toEqual([
      "https://a.example/x",
      "https://a.example/{id}",
      "https://a.example/a[1]",
    ]);
  });

  test("are absolute addresses in the text, whatever it contains", () => {
    const part = fc.oneof(
      fc.webUrl({ withQueryParameters: true }),
      fc.string({ unit: "binary" }),
      fc.constantFrom("`", "**", "](", "[", ")", "\n", "> ", "www.", "https://", "@"),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        for (const link of linksIn(text)) {
          expect(text).toContain(link.replace(/^https?:\/\/(?=www)/, ""));
          expect(new URL(link).protocol).toMatch(/^https?:$/);
        }
      }),
      { numRuns: 50 },
    );
  });
});

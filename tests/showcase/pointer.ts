import type { Locator, Page } from "playwright-core";

/** Runs in the page. It is text because the compiler of this file adds helpers to functions that the page lacks. */
const drawPointer = `
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.id = "recorded-pointer";
  Object.assign(svg.style, {
    position: "fixed", width: "24px", height: "24px", zIndex: "100000", pointerEvents: "none", left: "640px", top: "400px",
  });
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M4 2 L4 20 L9 15.5 L12.2 22.5 L15.3 21.1 L12.1 14.2 L19 13.6 Z");
  path.setAttribute("fill", "#111");
  path.setAttribute("stroke", "#fff");
  path.setAttribute("stroke-width", "1.5");
  svg.append(path);
  document.body.append(svg);
`;

/** A pointer that pictures of the page show, because a headless browser draws none. */
export class Pointer {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async draw(page: Page): Promise<Pointer> {
    await page.evaluate(drawPointer);
    return new Pointer(page);
  }

  /** Moves to the middle of an element. */
  async moveTo(target: Locator): Promise<void> {
    const box = await target.boundingBox();
    if (!box) throw new Error("The pointer's target is not visible");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.#page.mouse.move(x, y);
    await this.#page.evaluate(
      ([left, top]) =>
        Object.assign(document.getElementById("recorded-pointer")?.style ?? {}, {
          left: `${left}px`,
          top: `${top}px`,
        }),
      [x, y],
    );
  }
}

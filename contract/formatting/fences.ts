import { hasVisibleCharacter } from "../visible.ts";
import { withoutIndent } from "./lines.ts";
import type { Work } from "./work.ts";

/** A line may contain U+2028, at which `.` would stop and try each shorter fence. */
const opening = /^( {0,3})(?:(`{3,})([^`]*)|(~{3,})(.*))$/s;
const closing = /^ {0,3}(`{3,}|~{3,})\s*$/;

/** A word after the opening fence that can name a language. Anything else there is code. */
const language = /^[\w+#.-]{1,30}$/;

/** The fence in a line that ends code, and the code before it. */
interface ClosingFence {
  fence: string;
  before: string;
}

/** Backticks may also end the last line of the code, if the line contains no others before them. */
function closingFenceIn(line: string): ClosingFence | undefined {
  const [, alone] = closing.exec(line) ?? [];
  if (alone !== undefined) return { fence: alone, before: "" };
  const trimmed = line.trimEnd();
  const at = trimmed.indexOf("```");
  const [before, fence] = [trimmed.slice(0, at), trimmed.slice(at)];
  return at > 0 && before.trim() !== "" && /^`+$/.test(fence) ? { fence, before } : undefined;
}

export interface FencedCode {
  language: string;
  text: string;
  /** The line after the closing fence. */
  end: number;
}

/** Finds the fenced code in the lines of one block. */
export class Fences {
  readonly #lines: readonly string[];
  readonly #work: Work;
  /** For each line, the length of the longest closing fence in it and the lines below, by its character. */
  #longest: Record<string, number>[] | undefined;

  constructor(lines: readonly string[], work: Work) {
    this.#lines = lines;
    this.#work = work;
  }

  /**
   * Reads the code that begins with the line at `start`. Fences that are not closed, or that enclose nothing, are text.
   */
  at(start: number): FencedCode | undefined {
    const [, indent = "", ticks, ticksInfo, tildes, tildesInfo] =
      opening.exec(this.#lines[start] ?? "") ?? [];
    const fence = ticks ?? tildes;
    const info = (ticksInfo ?? tildesInfo ?? "").trim();
    if (fence === undefined || this.#longestFrom(start + 1, fence) < fence.length) return undefined;
    let end = start + 1;
    while (end < this.#lines.length && !closes(this.#lines[end], fence)) end++;
    const { before = "" } = closingFenceIn(this.#lines[end] ?? "") ?? {};
    const lines = [...this.#lines.slice(start + 1, end), ...(before === "" ? [] : [before])];
    const code = lines.map((line) => withoutIndent(line, indent.length));
    const isLanguage = language.test(info);
    const text = (isLanguage || info === "" ? code : [info, ...code]).join("\n");
    this.#work(text.length);
    return hasVisibleCharacter(text) ? { language: isLanguage ? info : "", text, end: end + 1 } : undefined;
  }

  #longestFrom(start: number, fence: string): number {
    this.#longest ??= this.#findLongest();
    return this.#longest[start]?.[fence.charAt(0)] ?? 0;
  }

  #findLongest(): Record<string, number>[] {
    let below: Record<string, number> = {};
    return this.#lines
      .toReversed()
      .map((line) => {
        this.#work(line.length);
        const { fence } = closingFenceIn(line) ?? {};
        if (fence !== undefined) {
          const character = fence.charAt(0);
          below = { ...below, [character]: Math.max(below[character] ?? 0, fence.length) };
        }
        return below;
      })
      .toReversed();
  }
}

const closes = (line = "", fence: string): boolean => closingFenceIn(line)?.fence.startsWith(fence) === true;

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keptAnswers } from "../session/kept-answers.ts";
import { lookUpNames } from "./unknown-names.ts";

/** A page that has just fetched the channels, with the texts that it shows. */
class Page {
  readonly #shown = new Map<string, () => void>();
  #fetchedAt = Date.now();
  #triedAt = Date.now();
  isOffline = false;
  fetches = 0;

  /** Shows a text with an unknown name. */
  show(text: string): void {
    this.#shown.get(text)?.();
    const fetchAgain = () => this.#fetch();
    const times = { fetchedAt: this.#fetchedAt, triedAt: this.#triedAt };
    this.#shown.set(text, lookUpNames(text, { ...times, fetchAgain }));
  }

  hide(text: string): void {
    this.#shown.get(text)?.();
    this.#shown.delete(text);
  }

  /** Every text that shows notices the end of the request. */
  #fetch(): void {
    this.fetches++;
    this.#triedAt = Date.now();
    if (!this.isOffline) this.#fetchedAt = Date.now();
    for (const text of this.#shown.keys()) this.show(text);
  }
}

const minute = 60_000;
let page: Page;
beforeEach(() => {
  vi.useFakeTimers();
  keptAnswers.clear();
  page = new Page();
  vi.advanceTimersByTime(1);
});
afterEach(() => void vi.useRealTimers());

test("A text is looked up although an earlier one contains the same word, or the beginning of the same name", () => {
  page.show("#project-x?");
  vi.advanceTimersByTime(minute);
  expect(page.fetches).toBe(1);
  vi.advanceTimersByTime(2 * minute);
  page.show("#project-x is open");
  vi.advanceTimersByTime(minute);
  expect(page.fetches).toBe(2);
});

test("Many texts cause one request in a minute, and a text that returns to the view causes none", () => {
  for (let at = 0; at < 20; at++) page.show(`#new-${at}`);
  vi.advanceTimersByTime(minute - 2);
  expect(page.fetches).toBe(0);
  vi.advanceTimersByTime(1);
  expect(page.fetches).toBe(1);
  vi.advanceTimersByTime(1);
  page.show("#one-more");
  vi.advanceTimersByTime(minute - 2);
  expect(page.fetches).toBe(1);
  page.hide("#new-1");
  vi.advanceTimersByTime(1);
  expect(page.fetches).toBe(2);
  page.show("#new-1");
  vi.advanceTimersByTime(10 * minute);
  expect(page.fetches).toBe(2);
});

test("A request that fails is repeated after a minute", () => {
  page.isOffline = true;
  page.show("#new");
  vi.advanceTimersByTime(2 * minute);
  expect(page.fetches).toBe(2);
  page.isOffline = false;
  vi.advanceTimersByTime(10 * minute);
  expect(page.fetches).toBe(3);
});

test("Another user's page looks up the same text", () => {
  page.show("#new");
  vi.advanceTimersByTime(minute);
  page.hide("#new");
  keptAnswers.clear();
  vi.advanceTimersByTime(minute);
  page.show("#new");
  vi.advanceTimersByTime(0);
  expect(page.fetches).toBe(2);
});

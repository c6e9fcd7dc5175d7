import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogsFolder } from "../../icu/texts-types.ts";
import type { FeaturesTexts } from "../i18n/texts-types.ts";
import { TypedTimes } from "./typed-time.ts";

function wordsOf(language: string) {
  const texts: Pick<FeaturesTexts, "commands"> = JSON.parse(
    readFileSync(join(catalogsFolder, language, "features.json"), "utf8"),
  );
  return texts.commands.times;
}
const english = wordsOf("en");
const times = new TypedTimes([english]);
const now = new Date(2026, 10, 26, 15, 30);
const minutesUntil = (text: string) => {
  const time = times.time(text, now);
  return time && (time.getTime() - now.getTime()) / 60_000;
};
const today = (hour: number, minute = 0) => new Date(2026, 10, 26, hour, minute);
const tomorrow = (hour: number, minute = 0) => new Date(2026, 10, 27, hour, minute);

describe("A typed time", () => {
  test("is a number of minutes, hours, days or weeks, or tomorrow at nine", () => {
    expect(minutesUntil("20m")).toBe(20);
    expect(minutesUntil("1H 30 min")).toBe(90);
    expect(minutesUntil("1h30m")).toBe(90);
    expect(minutesUntil("2d")).toBe(2 * 24 * 60);
    expect(minutesUntil("1w")).toBe(7 * 24 * 60);
    expect(times.time("tomorrow", now)).toEqual(tomorrow(9));
  });

  test("may be written out, and a day may have a time", () => {
    expect(minutesUntil("in 20 minutes")).toBe(20);
    expect(minutesUntil("in an hour")).toBe(60);
    expect(minutesUntil("1 hour  30 mins")).toBe(90);
    expect(minutesUntil("in 1 week 2 days")).toBe(9 * 24 * 60);
    expect(times.time("Tomorrow 9:30", now)).toEqual(tomorrow(9, 30));
    expect(times.time("tomorrow at 17", now)).toEqual(tomorrow(17));
    expect(times.time("at 9.15am tomorrow", now)).toEqual(tomorrow(9, 15));
    expect(times.time("today 17:30", now)).toEqual(today(17, 30));
  });

  test("without a day is the next one", () => {
    expect(times.time("16:00", now)).toEqual(today(16));
    expect(times.time("at 12 am", now)).toEqual(tomorrow(0));
    expect(times.time("at 9", now)).toEqual(tomorrow(9));
    expect(times.time("5pm", now)).toEqual(today(17));
  });

  test("is no other text, and no past time", () => {
    for (const text of [
      "",
      "soon",
      "5",
      "0m",
      "5x",
      "m5",
      "1h later",
      "in",
      "5 months",
      "tomorrow 25",
      "tomorrow 9:75",
      "today 9:00",
      "13pm",
      "1.2.3",
    ])
      expect(times.time(text, now), text).toBeUndefined();
  });
});

test("A typed reminder has a time and a text in either order, or only a time", () => {
  const reminder = (text: string) => times.reminder(text, now);
  const in20 = today(15, 50);
  expect(reminder("me in 20 minutes to call Bob")).toEqual({ time: in20, text: "call Bob" });
  expect(reminder("tomorrow 9:30 stand-up")).toEqual({ time: tomorrow(9, 30), text: "stand-up" });
  expect(reminder("me to call Bob in 20 minutes")).toEqual({ time: in20, text: "call Bob" });
  expect(reminder("water the plants tomorrow at 7pm")).toEqual({
    time: tomorrow(19),
    text: "water the plants",
  });
  expect(reminder("20m: Tea, then\ncake")).toEqual({ time: in20, text: "Tea, then\ncake" });
  expect(reminder("20m")).toEqual({ time: in20, text: "" });
  expect(reminder("me tomorrow")).toEqual({ time: tomorrow(9), text: "" });
  expect(reminder("me some day to call Bob")).toBeUndefined();
  expect(reminder("")).toBeUndefined();
});

describe("A reminder is read in the language", () => {
  test.each([
    ["de", "mich in 20 Minuten an den Anruf", "den Anruf"],
    ["de", "Bob anrufen in 20 Min", "Bob anrufen"],
    ["fr", "moi dans 20 minutes de rappeler Bob", "rappeler Bob"],
    ["pl", "mi za 20 minut, żeby zadzwonić", "zadzwonić"],
    ["ar", "بعد ٢٠ دقيقة أن أتصل", "أتصل"],
    ["de", "20m Tee", "Tee"],
  ])("%s: %s", (language, typed, text) => {
    const own = new TypedTimes([english, wordsOf(language)]);
    expect(own.reminder(typed, now)).toEqual({ time: today(15, 50), text });
  });

  test.each([
    ["de", "morgen um 9:30 Uhr Stand-up", "Stand-up"],
    ["fr", "demain à 9 h 30 réunion", "réunion"],
    ["pl", "jutro o 9.30 spotkanie", "spotkanie"],
    ["ar", "غدًا الساعة 9:30 اجتماع", "اجتماع"],
  ])("%s: %s", (language, typed, text) => {
    const own = new TypedTimes([english, wordsOf(language)]);
    expect(own.reminder(typed, now)).toEqual({ time: tomorrow(9, 30), text });
  });
});

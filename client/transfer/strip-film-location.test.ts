import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { isFilm, stripFilmLocation } from "./strip-film-location.ts";

const box = (type: string | Buffer, ...parts: (string | Buffer)[]): Buffer => {
  const name = typeof type === "string" ? Buffer.from(type, "latin1") : type;
  const content = Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32BE(8 + content.length);
  return Buffer.concat([size, name, content]);
};
const number = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const strip = (film: Buffer) => Buffer.from(stripFilmLocation(new Uint8Array(film)));

const place = "+52.5200+013.4050+034.000/";
const ftyp = box("ftyp", "mp42\0\0\0\0mp42isom");
const sound = box("mdat", `frames that contain ${place}`);
const header = box("mvhd", "a header");
const value = (text: string) => box("data", number(1), number(0), text);
const handler = box("hdlr", "\0\0\0\0\0\0\0\0mdta");
const keys = (...names: string[]) =>
  box("keys", number(0), number(names.length), ...names.map((name) => box("mdta", name)));
const list = (...values: string[]) =>
  box("ilst", ...values.map((text, at) => box(number(at + 1), value(text))));
const names = ["com.apple.quicktime.make", "com.apple.quicktime.location.ISO6709"];

/** Where cameras write the position. Each film contains it once beside the frames. */
const films: Record<string, Buffer> = {
  "an Android phone": box(
    "moov",
    header,
    box("udta", box("\xa9xyz", Buffer.from([0, 26, 0x15, 0xc7]), place)),
  ),
  "an older phone": box("moov", header, box("udta", box("loci", number(0), "\0\0Berlin\0", place))),
  "an iPhone": box("moov", header, box("meta", handler, keys(...names), list("Apple", place))),
  "a program for MP4": box(
    "moov",
    box("udta", box("meta", number(0), handler, box("ilst", box("\xa9xyz", value(place))))),
  ),
  "a camera, for one track": box("moov", box("trak", box("udta", box("\xa9xyz", "\0\0\0\0", place)))),
  "an editor, as XMP": box("moov", box("udta", box("XMP_", `<x exif:GPSLatitude="${place}"/>`))),
  "an editor, as XMP beside the film": box("uuid", "0123456789abcdef", `<x exif:GPSLatitude="${place}"/>`),
  "a camera of Canon, in a raw photo": box(
    "moov",
    box("uuid", "0123456789abcdef", box("CMT1", "II*\0"), box("CMT4", "II*\0", place)),
  ),
};

describe("stripFilmLocation", () => {
  test.each(Object.entries(films))(
    "removes the position that %s writes, and keeps all offsets",
    (_, part) => {
      for (const film of [Buffer.concat([ftyp, part, sound]), Buffer.concat([ftyp, sound, part])]) {
        const stripped = strip(film);
        expect(stripped).toHaveLength(film.length);
        expect(stripped.toString("latin1").split(place)).toHaveLength(2);
        expect(stripped.includes(sound)).toBe(true);
        expect(stripped.subarray(0, ftyp.length)).toEqual(ftyp);
      }
    },
  );

  test("keeps other metadata", () => {
    const moov = box(
      "moov",
      header,
      box("meta", handler, keys(...names), list("Apple", place)),
      box("udta", box("\xa9nam", "A title")),
    );
    const stripped = strip(Buffer.concat([ftyp, moov])).toString("latin1");
    for (const text of ["a header", "Apple", "A title", "com.apple.quicktime.make"])
      expect(stripped).toContain(text);
    expect(stripped).not.toContain("52.52");
  });

  test("finds the metadata behind frames whose size has eight bytes, and in a last box without a size", () => {
    const frames = Buffer.concat([
      number(1),
      Buffer.from("mdat"),
      number(0),
      number(16 + 5),
      Buffer.from("12345"),
    ]);
    const moov = films["an Android phone"] ?? Buffer.alloc(0);
    const endless = Buffer.concat([number(0), moov.subarray(4)]);
    for (const last of [moov, endless]) {
      expect(strip(Buffer.concat([ftyp, frames, last])).includes(place)).toBe(false);
    }
  });

  test("ends in a film with boxes in boxes in boxes", () => {
    // Each box ends where the film ends.
    const film = Buffer.concat([ftyp, ...Array.from({ length: 50_000 }, () => Buffer.from("\0\0\0\0trak"))]);
    expect(strip(film).equals(film)).toBe(true);
  });

  test("returns a damaged film, or one without a position, unchanged", () => {
    const good = Buffer.concat([ftyp, box("moov", header), sound]);
    for (const film of [
      good,
      good.subarray(0, 30),
      Buffer.concat([ftyp, number(3), Buffer.from("moov")]),
      Buffer.alloc(0),
    ])
      expect(strip(film)).toEqual(film);
  });
});

test.each<[string, Buffer, boolean]>([
  ["a film", ftyp, true],
  ["a film of an old camera", box("wide"), true],
  ["a photo", Buffer.from("\xff\xd8\xff\xe0\0\x10JFIF", "latin1"), false],
  ["a text", Buffer.from("a text that is longer"), false],
  ["an empty file", Buffer.alloc(0), false],
])("isFilm knows %s by its first bytes", (_, head, expected) => {
  expect(isFilm(head.subarray(0, 12))).toBe(expected);
});

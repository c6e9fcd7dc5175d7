import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import exifr from "exifr";
import piexif from "piexifjs";
import { describe, expect, test } from "vitest";
import { isPhoto, photoHeadBytes, stripLocation } from "./strip-location.ts";

/** The smallest JPEG that decoders accept: one grey pixel. */
const pixel = Buffer.from(
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==",
  "base64",
);

const exif = piexif.dump({
  "0th": { [piexif.ImageIFD.Make]: "Camera", [piexif.ImageIFD.Orientation]: 6 },
  GPS: {
    [piexif.GPSIFD.GPSLatitudeRef]: "N",
    [piexif.GPSIFD.GPSLatitude]: [
      [52, 1],
      [31, 1],
      [12, 1],
    ],
    [piexif.GPSIFD.GPSLongitudeRef]: "E",
    [piexif.GPSIFD.GPSLongitude]: [
      [13, 1],
      [24, 1],
      [18, 1],
    ],
  },
});

const jpeg = () => Buffer.from(piexif.insert(exif, pixel.toString("latin1")), "latin1");
/** The Exif data alone, as WebP, HEIC and AVIF embed it. */
const tiff = () => Buffer.from(exif, "latin1").subarray("Exif\0\0".length);

const strip = (file: Buffer) => Buffer.from(stripLocation(new Uint8Array(file)));

describe("stripLocation", () => {
  test("removes the position from a JPEG, and keeps its orientation, camera and size", async () => {
    const original = jpeg();
    expect((await exifr.gps(original)).latitude).toBeCloseTo(52.52);
    const stripped = strip(original);
    expect(await exifr.gps(stripped)).toBeUndefined();
    expect(await exifr.parse(stripped, { translateValues: false })).toMatchObject({
      Make: "Camera",
      Orientation: 6,
    });
    expect(stripped).toHaveLength(original.length);
    // No byte of the degrees, minutes and seconds remains.
    for (const value of [52, 31, 13, 24]) {
      expect(stripped.includes(Buffer.from([0, 0, 0, value, 0, 0, 0, 1]))).toBe(false);
    }
  });

  test("removes the position from Exif data inside any other container", async () => {
    expect((await exifr.gps(tiff())).latitude).toBeCloseTo(52.52);
    const container = Buffer.concat([Buffer.from("RIFF....WEBPEXIF"), tiff(), Buffer.from("more")]);
    expect(await exifr.gps(strip(container).subarray(16))).toBeUndefined();
  });

  test("removes the position from a raw photo whose first bytes differ from those of TIFF", async () => {
    const raw = tiff();
    raw.write("MMOR", "latin1");
    const stripped = strip(raw);
    raw.write("MM\0*", "latin1");
    stripped.write("MM\0*", "latin1");
    expect((await exifr.gps(raw)).latitude).toBeCloseTo(52.52);
    expect(await exifr.gps(stripped)).toBeUndefined();
  });

  test("removes the position from XMP, as attributes and as elements", () => {
    const xmp = Buffer.from(
      '<rdf:Description exif:GPSLatitude="52,31.2N" exif:Flash="1"><exif:GPSLongitude>13,24.3E</exif:GPSLongitude>',
    );
    const stripped = strip(xmp);
    expect(stripped.toString()).not.toMatch(/52,31|13,24/);
    expect(stripped.toString()).toContain('exif:Flash="1"');
    expect(stripped).toHaveLength(xmp.length);
  });

  test("removes the metadata of a PNG, and keeps its other chunks", () => {
    const chunk = (type: string, data: Buffer) => {
      const body = Buffer.concat([Buffer.from(type), data]);
      const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
      length.writeUInt32BE(data.length);
      checksum.writeUInt32BE(crc32(body));
      return Buffer.concat([length, body, checksum]);
    };
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const [header, image, end] = [
      chunk("IHDR", Buffer.alloc(13)),
      chunk("IDAT", Buffer.from("x")),
      chunk("IEND", Buffer.alloc(0)),
    ];
    const text = chunk("iTXt", Buffer.from("XML:com.adobe.xmp exif:GPSLatitude"));
    const png = Buffer.concat([signature, header, chunk("eXIf", tiff()), text, image, end]);
    expect(strip(png)).toEqual(Buffer.concat([signature, header, image, end]));
  });

  test("returns a damaged or other file unchanged", () => {
    const damaged = [
      Buffer.from("no picture"),
      jpeg().subarray(0, 60),
      Buffer.from([0x49, 0x49, 0x2a, 0, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4, 5, 6]),
    ];
    for (const file of damaged) expect(strip(file)).toEqual(file);
  });
});

describe("isPhoto", () => {
  const heif = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0`, "latin1");

  test.each<[string, Buffer]>([
    ["a JPEG", jpeg()],
    ["a PNG", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1")],
    ["a WebP", Buffer.from("RIFF\x24\0\0\0WEBPVP8X", "latin1")],
    ["a HEIC", heif("heic")],
    ["a HEIF", heif("mif1")],
    ["an AVIF", heif("avif")],
    ["a TIFF or a raw photo, big endian", tiff()],
    ["a raw photo of Panasonic", Buffer.from("IIU\0\x18\0\0\0\x01\0\0\0", "latin1")],
    ["a raw photo of Olympus", Buffer.from("IIRO\x08\0\0\0\x01\0\0\0", "latin1")],
    ["a raw photo of Fujifilm", Buffer.from("FUJIFILMCCD-RAW", "latin1")],
    ["a TIFF or a raw photo, little endian", Buffer.from("II*\0\x08\0\0\0\x01\0\0\0", "latin1")],
  ])("recognizes %s by its first bytes", (_, file) => {
    expect(isPhoto(file.subarray(0, photoHeadBytes))).toBe(true);
  });

  test.each<[string, Buffer]>([
    ["an archive", Buffer.from("PK\x03\x04\x14\0\0\0\x08\0\0\0", "latin1")],
    ["a film", heif("isom")],
    ["a sound", Buffer.from("RIFF\x24\0\0\0WAVEfmt ", "latin1")],
    ["a text", Buffer.from("Minutes of Monday")],
    ["an empty file", Buffer.alloc(0)],
  ])("does not take %s for a photo", (_, file) => {
    expect(isPhoto(file.subarray(0, photoHeadBytes))).toBe(false);
  });
});

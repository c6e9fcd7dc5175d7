import { readFileSync } from "node:fs";
import piexif from "piexifjs";
import { describe, expect, inject, test } from "vitest";
import { Download } from "../../contract/files.ts";
import { drawLandscape } from "../showcase/drawings.ts";
import { withDatabase } from "../support/accounts.ts";
import { newId } from "../support/people.ts";
import { postUpload } from "../support/upload.ts";
import { composer, message, sendMessage } from "./browser.ts";
import {
  ada,
  adaHerself,
  bob,
  bobHimself,
  chooseInConversationMenu,
  id,
  openBob,
  openGroup,
  openMembers,
  openSettings,
  panel,
  takeErrors,
  withTwoPeople,
} from "./two-people.ts";

withTwoPeople();

describe("Files", () => {
  const picture = {
    name: "owl.png",
    mimeType: "image/png",
    buffer: drawLandscape(0, { width: 640, height: 400 }),
  };
  /** A latitude as Exif stores it: degrees, minutes and seconds, each with a divisor. */
  const latitude = Buffer.from([52, 31, 12].flatMap((number) => [0, 0, 0, number, 0, 0, 0, 1]));
  /** The beginning of a HEIC, with the position at which the photo was taken. */
  const photo = Buffer.from(
    `\0\0\0\x10ftypheic\0\0\0\0${piexif.dump({
      GPS: {
        [piexif.GPSIFD.GPSLatitude]: [
          [52, 1],
          [31, 1],
          [12, 1],
        ],
      },
    })}`,
    "latin1",
  );

  test("that a user chooses, pastes or drops can be removed before sending, and reach the other participant", async () => {
    await openBob();
    await openGroup(bob);
    await ada
      .locator("input[type=file]")
      .setInputFiles([
        picture,
        { name: "minutes.txt", mimeType: "text/plain", buffer: Buffer.from("We met.") },
        { name: "desk.heic", mimeType: "application/octet-stream", buffer: photo },
      ]);
    const files = ada.getByRole("list", { name: "Attached files" }).getByRole("listitem");
    await expect.poll(() => files.count()).toBe(3);
    // A pasted file joins the list, and the user removes it again.
    await composer(ada).evaluate((field) => {
      const data = new DataTransfer();
      data.items.add(new File(["x"], "pasted.txt", { type: "text/plain" }));
      field.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await ada.getByRole("button", { name: "Remove pasted.txt" }).click();
    await expect.poll(() => files.count()).toBe(3);
    // So does a file that the user drags over the composer, which shows where to drop it. It reports its upload.
    let continueUpload = () => {};
    const looked = new Promise<void>((resolve) => {
      continueUpload = resolve;
    });
    await ada.route(
      "**/files/",
      async (route) => {
        await looked;
        await route.continue();
      },
      { times: 1 },
    );
    const dataTransfer = await ada.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["dropped"], "dropped.txt", { type: "text/plain" }));
      return data;
    });
    await composer(ada).dispatchEvent("dragover", { dataTransfer });
    await ada.locator("form[data-dropping=true]").waitFor();
    await composer(ada).dispatchEvent("drop", { dataTransfer });
    await ada.locator("form[data-dropping=false]").waitFor();
    await ada.getByRole("progressbar", { name: "Uploading dropped.txt" }).waitFor({ state: "attached" });
    continueUpload();
    await files.filter({ hasText: "dropped.txt" }).getByText("7 B").waitFor();
    expect(await ada.getByRole("progressbar").count()).toBe(0);
    await ada.getByRole("button", { name: "Remove dropped.txt" }).click();
    await expect.poll(() => files.count()).toBe(3);
    await composer(ada).fill("From yesterday");
    await ada.getByRole("button", { name: "Send", exact: true }).click();
    await expect.poll(() => files.count()).toBe(0);

    const image = bob.getByRole("img", { name: "owl.png" });
    await image.waitFor();
    await expect
      .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth))
      .toBeGreaterThan(0);
    await image.click();
    await bob.getByRole("dialog").getByRole("img", { name: "owl.png" }).waitFor();
    await bob.keyboard.press("Escape");
    const downloaded = async (name: string) => {
      const downloading = bob.waitForEvent("download");
      await bob.getByRole("button", { name }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toBe(name);
      return readFileSync(await download.path());
    };
    expect((await downloaded("minutes.txt")).toString()).toBe("We met.");
    // The photo has lost its position, although the browser does not know that it is a photo.
    const received = await downloaded("desk.heic");
    expect(received).toHaveLength(photo.length);
    expect([photo, received].map((file) => file.includes(latitude))).toEqual([true, false]);
  });

  test("that a camera held upright has taken stand upright", async () => {
    await openBob();
    await openGroup(bob);
    const lying = await ada.evaluate(() =>
      Object.assign(document.createElement("canvas"), { width: 160, height: 90 }).toDataURL("image/jpeg"),
    );
    const exif = piexif.dump({ "0th": { [piexif.ImageIFD.Orientation]: 6 } });
    const [, base64 = ""] = piexif.insert(exif, lying).split(",");
    const buffer = Buffer.from(base64, "base64");
    await ada
      .locator("input[type=file]")
      .setInputFiles([{ name: "tower.jpg", mimeType: "image/jpeg", buffer }]);
    await ada.getByRole("list", { name: "Attached files" }).getByRole("listitem").waitFor();
    await ada.getByRole("button", { name: "Send", exact: true }).click();
    const image = bob.getByRole("img", { name: "tower.jpg" });
    await expect
      .poll(() =>
        image.evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => [naturalWidth, naturalHeight]),
      )
      .toEqual([90, 160]);
    const { items } = await bobHimself.history(id);
    expect(items.at(-1)?.attachments).toMatchObject([{ width: 90, height: 160 }]);
  });

  test("of one message form a gallery with keys and zoom, and sounds and films play within the message", async () => {
    await openBob();
    await openGroup(bob);
    await ada
      .locator("input[type=file]")
      .setInputFiles([
        picture,
        { ...picture, name: "second.png" },
        { name: "song.mp3", mimeType: "audio/mpeg", buffer: Buffer.from("not really a song") },
        { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.from("nor a film") },
      ]);
    await ada.getByRole("list", { name: "Attached files" }).getByText("17 B").waitFor();
    await ada.getByRole("list", { name: "Attached files" }).getByText("10 B").waitFor();
    await ada.getByRole("button", { name: "Send", exact: true }).click();
    await bob.locator("audio[aria-label='song.mp3']").waitFor();
    await bob.locator("video[aria-label='film.mp4']").waitFor();
    await bob.getByRole("button", { name: "owl.png" }).click();
    const dialog = bob.getByRole("dialog");
    await dialog.getByText("1 of 2").waitFor();
    await bob.keyboard.press("ArrowRight");
    await dialog.getByText("2 of 2").waitFor();
    const shown = dialog.getByRole("img", { name: "second.png" });
    await shown.waitFor();
    const widthOf = async () => (await shown.boundingBox())?.width ?? 0;
    const width = await widthOf();
    await bob.keyboard.press("+");
    await expect.poll(widthOf).toBeGreaterThan(width);
    await bob.keyboard.press("0");
    await expect.poll(widthOf).toBe(width);
    // Back closes the picture, and the conversation stays open.
    await bob.goBack();
    await dialog.waitFor({ state: "detached" });
    expect(new URL(bob.url()).pathname).toBe(`/c/${id}`);
  });

  test("whose addresses expire before the browser loads them get new addresses", async () => {
    await openBob();
    const file = { fileName: "owl.png", contentType: "image/png", sizeBytes: picture.buffer.length };
    const { body: upload } = await adaHerself.answer("addAttachment", { params: { id }, body: file });
    await postUpload(inject("stack").url, upload, picture.buffer);
    const content = { id: newId(), content: "", attachmentIds: [upload.attachment.id] };
    await adaHerself.call("sendMessage", { params: { id }, body: content });
    // The first address is too old, as for a picture that the user scrolls to after some minutes.
    await bob.route(
      `**/attachments/${upload.attachment.id}`,
      async (route) => {
        const response = await route.fetch();
        const { url } = Download.parse(await response.json());
        const json = { url: url.replace(/X-Amz-Date=\d{8}/, "X-Amz-Date=20260101"), expiresIn: 0 };
        await route.fulfill({ response, json });
      },
      { times: 1 },
    );
    await openGroup(bob);
    const image = bob.getByRole("img", { name: "owl.png" });
    await expect
      .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth))
      .toBeGreaterThan(0);
    expect(takeErrors("bob")).toEqual([expect.stringContaining("403")]);
  });

  test("that cannot be uploaded are tried three times, and again with a click", async () => {
    let uploads = 0;
    let isBroken = true;
    await ada.route("**/files/", (route) => {
      uploads++;
      return isBroken ? route.abort() : route.continue();
    });
    await ada
      .locator("input[type=file]")
      .setInputFiles([{ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("We met.") }]);
    const file = ada.getByRole("listitem").filter({ hasText: "notes.txt" });
    await file.getByRole("alert").waitFor();
    expect(uploads).toBe(3);
    expect(await ada.getByRole("button", { name: "Send", exact: true }).isDisabled()).toBe(true);
    isBroken = false;
    await file.getByRole("button", { name: "Try again" }).click();
    await file.getByText("7 byte").waitFor();
    await ada.getByRole("button", { name: "Send", exact: true }).click();
    await ada.getByRole("article").getByText("notes.txt").waitFor();
    expect(uploads).toBe(4);
  });

  test("that are too large or empty are refused by name before the upload", async () => {
    await ada.locator("input[type=file]").evaluate((input: HTMLInputElement) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(25 * 1024 * 1024 + 1)], "huge.bin"));
      data.items.add(new File([], "nothing.txt"));
      input.files = data.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await ada.getByText("huge.bin is larger than 25 MB. nothing.txt is empty.").waitFor();
    expect(await ada.getByRole("listitem").filter({ hasText: "huge.bin" }).count()).toBe(0);
  });
});

test("Names that were stored before the rules for names show a mark for each hidden character", async () => {
  const { body: sent } = await bobHimself.send(id, "See the file");
  const file = {
    id: crypto.randomUUID(),
    fileName: "photo\u202Egpj.exe",
    contentType: "text/plain",
    sizeBytes: 1,
  };
  await withDatabase(inject("stack").databaseUrl, async (client) => {
    await client.query("UPDATE users SET full_name = $1 WHERE id = $2", ["Bob\u202EecyoN", bobHimself.id]);
    await client.query("UPDATE conversations SET name = $1 WHERE id = $2", ["Engine\u200B room", id]);
    await client.query("UPDATE messages SET attachments = $1 WHERE conversation_id = $2 AND id = $3", [
      JSON.stringify([file]),
      id,
      sent.id,
    ]);
  });
  await ada.reload();
  await ada.getByRole("heading", { name: "Engine\uFFFD room" }).waitFor();
  const row = message(ada, "See the file");
  await row.getByText("Bob\uFFFDecyoN").waitFor();
  await row.getByRole("button", { name: /photo\uFFFDgpj\.exe/ }).waitFor();
  expect(await ada.locator("body").innerText()).not.toMatch(/[\u202E\u200B]/);
  expect(await ada.title()).not.toContain("\u200B");
});

test("Users and groups have pictures, which other users see", async () => {
  const buffer = drawLandscape(1, { width: 320, height: 200 });
  const portrait = { name: "portrait.png", mimeType: "image/png", buffer };
  await openBob();
  const settings = await openSettings(ada);
  await settings.locator("input[type=file]").setInputFiles(portrait);
  const ownPicture = ada.getByLabel(/^Account of/).locator("img");
  await ownPicture.waitFor();
  await ada.getByRole("link", { name: /Engine room/ }).click();
  await chooseInConversationMenu(ada, "Details");
  await panel(ada)
    .locator("input[type=file]")
    .setInputFiles({ ...portrait, name: "group.png" });
  await bob
    .getByRole("link", { name: /Engine room/ })
    .locator("img")
    .waitFor();
  await openGroup(bob);
  const groupPicture = bob.locator("header img");
  await groupPicture.waitFor();
  await expect.poll(() => groupPicture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
  await openMembers(bob);
  await panel(bob).getByText("Ada Lovelace").waitFor();
  await panel(bob).locator("img").waitFor();
  await panel(ada).getByRole("button", { name: "Remove picture" }).click();
  await groupPicture.waitFor({ state: "detached" });
});

test("A conversation can be exported as a web page and as JSON, and the JSON can be imported", async () => {
  await openBob();
  await sendMessage(ada, "**Keep** this");
  await ada.getByLabel("Sent").waitFor();
  const replyTo = (await adaHerself.history(id)).items[0]?.id;
  await bobHimself.call("sendMessage", {
    params: { id },
    body: {
      id: crypto.randomUUID(),
      content: "I will",
      replyTo,
    },
  });
  await message(ada, "I will").waitFor();
  await chooseInConversationMenu(ada, "Details");
  const save = async (name: string) => {
    const downloading = ada.waitForEvent("download");
    await ada.getByRole("button", { name }).click();
    const download = await downloading;
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  };
  const page = await save("Export as web page");
  expect(page.name).toBe("Engine room.html");
  const reader = await ada.context().newPage();
  await reader.setContent(page.text);
  await reader.getByText("Keep", { exact: true }).waitFor();
  const json = await save("Export as JSON");
  expect(JSON.parse(json.text)).toMatchObject({
    format: "chatflow conversation 1",
    messages: [{ content: "**Keep** this" }, { content: "I will" }],
  });

  // Bob imports the file, and each message names its author.
  await bob.getByRole("button", { name: "New conversation" }).click();
  const importFile = (buffer: Buffer) =>
    bob
      .getByRole("dialog")
      .locator("input[type=file]")
      .setInputFiles({ name: "saved.json", mimeType: "application/json", buffer });
  await importFile(Buffer.from("{}"));
  await bob.getByText("saved.json is not a conversation that ChatFlow exported as JSON.").waitFor();
  await importFile(Buffer.from(json.text));
  const reply = bob.getByRole("article").filter({ hasText: "I will" });
  await reply.getByText("Bob Noyce").last().waitFor();
  await reply.getByRole("button", { name: /Bob Noyce Ada Lovelace/ }).waitFor();
  await bob.getByText("1 person").waitFor();
});

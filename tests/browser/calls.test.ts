import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { newId, newPerson, type Person, uniqueName } from "../support/people.ts";
import { openPage, signIn } from "./browser.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");
withBrowser({ hasFakeDevices: true });

declare global {
  interface Window {
    /** The energies of the sounds that arrive from the others. */
    heardEnergies: () => Promise<number[]>;
    loseSockets: () => void;
  }
}

const newGuest = (name: string) => newPerson(url, uniqueName("f"), name);

/** Opens a page with a microphone and a camera, on a desktop or a phone. */
async function openFor(person: Person, { isPhone = false } = {}): Promise<Page> {
  const { page } = await openPage(browser, url, {
    permissions: ["microphone", "camera"],
    viewport: isPhone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
  });
  await page.addInitScript(keepConnections);
  await signIn(page, person);
  return page;
}

const callWindow = (page: Page) => page.getByRole("region", { name: /^Call in/ });
const tile = (page: Page, name: string) => callWindow(page).getByRole("listitem", { name, exact: true });
const press = (page: Page, name: string) =>
  callWindow(page).getByRole("button", { name, exact: true }).click();

/** Keeps the connections of a page, so that the test can read their statistics and lose them. */
function keepConnections(): void {
  const kept: RTCPeerConnection[] = [];
  const sockets: WebSocket[] = [];
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  };
  window.loseSockets = () => {
    for (const socket of sockets) socket.close();
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      kept.push(this);
    }
  };
  window.heardEnergies = async () => {
    const reports = await Promise.all(
      kept.filter(({ connectionState }) => connectionState === "connected").map((each) => each.getStats()),
    );
    const inbound = reports.flatMap((report) => [...report.values()]);
    return inbound.flatMap(({ type, totalAudioEnergy = 0 }) =>
      type === "inbound-rtp" && totalAudioEnergy > 0 ? [totalAudioEnergy] : [],
    );
  };
}

/** Waits until the page has received sound from this number of other microphones. */
const hears = (page: Page, count: number) =>
  expect.poll(() => page.evaluate(async () => (await window.heardEnergies()).length)).toBe(count);

/** Waits until a tile shows a picture whose frames arrive. */
const sees = async (page: Page, name: string) => {
  const video = tile(page, name).locator("video");
  await expect
    .poll(() =>
      video.evaluate((element) =>
        element instanceof HTMLVideoElement && element.videoWidth > 0
          ? element.getVideoPlaybackQuality().totalVideoFrames
          : 0,
      ),
    )
    .toBeGreaterThan(5);
};

describe("A call on the page", () => {
  test("rings, connects two people with sound, pictures and a screen, and ends for both", async () => {
    const [ada, bob] = await Promise.all([newGuest("Ada Lovelace"), newGuest("Bob Noyce")]);
    await ada.startDirect(bob);
    const [adas, bobs] = [await openFor(ada), await openFor(bob, { isPhone: true })];
    await adas.getByRole("link", { name: /Bob Noyce/ }).click();
    await adas.getByRole("button", { name: "Start call" }).click();
    const incoming = bobs.getByRole("alertdialog", { name: "Ada Lovelace is calling" });
    await callWindow(adas).getByText("Ringing …").waitFor();
    await incoming.getByRole("button", { name: "Answer" }).click();
    await incoming.waitFor({ state: "detached" });
    await Promise.all([hears(adas, 1), hears(bobs, 1)]);
    await press(adas, "Turn camera on");
    await sees(bobs, "Ada Lovelace");
    // The microphone follows the keys, and the other person sees that.
    await adas.keyboard.press("Control+Shift+M");
    await tile(bobs, "Ada Lovelace").getByLabel("Microphone muted").waitFor();
    await press(adas, "Unmute microphone");
    await tile(bobs, "Ada Lovelace").getByLabel("Microphone muted").waitFor({ state: "detached" });
    await press(adas, "Share screen");
    await sees(bobs, "Screen of Ada Lovelace");
    await press(adas, "Stop sharing screen");
    await tile(bobs, "Screen of Ada Lovelace").waitFor({ state: "detached" });
    // The window stays while another view opens.
    await adas.getByRole("link", { name: /^Home/ }).first().click();
    await sees(bobs, "Ada Lovelace");
    await press(bobs, "Leave call");
    await callWindow(adas).getByText("The call is over.").waitFor();
    await press(adas, "Close");
    await callWindow(adas).waitFor({ state: "detached" });
    await bobs.getByRole("link", { name: /Ada Lovelace/ }).click();
    await bobs.locator("[data-message]").getByText("Call by Ada Lovelace, 1 minute").waitFor();
  });

  test("lets four people of a group join, and goes on when one of them loses the connection", async () => {
    const people = await Promise.all(["Ada", "Bob", "Cyd", "Dan"].map((name) => newGuest(name)));
    const [ada, ...others] = people;
    if (!ada) throw new Error("Nobody is here");
    const { id } = await ada.startGroup(others, "Engine room");
    const pages: Page[] = [];
    for (const person of people) {
      const page = await openFor(person);
      await page.getByRole("link", { name: /Engine room/ }).click();
      const isFirst = pages.length === 0;
      await page.getByRole("button", { name: isFirst ? "Start call" : "Join", exact: true }).click();
      await tile(page, "You").waitFor();
      pages.push(page);
    }
    for (const page of pages) await hears(page, 3);
    const [adas, bobs, cyds] = pages;
    if (!adas || !bobs || !cyds) throw new Error("A page is missing");
    await press(adas, "Turn camera on");
    await sees(cyds, "Ada");
    // In the larger window of a phone, no tile covers another one.
    await cyds.setViewportSize({ width: 390, height: 700 });
    await press(cyds, "Larger window");
    const boxes = await callWindow(cyds)
      .getByRole("listitem")
      .evaluateAll((tiles) =>
        tiles.map((each) => {
          const { left, top, bottom } = each.getBoundingClientRect();
          return { left, top, bottom };
        }),
      );
    expect(boxes).toHaveLength(4);
    const covered = boxes.filter(({ left, bottom }, at) =>
      boxes.slice(at + 1).some((later) => later.left === left && later.top < bottom),
    );
    expect(covered).toEqual([]);
    // Whether or not the server keeps their seats, they return. Dan stays, so that the call cannot end meanwhile.
    for (const page of [adas, bobs, cyds]) await page.evaluate(() => window.loseSockets());
    for (const page of pages) await page.locator("[data-connection=live]").waitFor({ state: "attached" });
    await Promise.all([sees(cyds, "Ada"), hears(cyds, 3)]);
    const [call] = (await ada.call("listCalls")).items;
    expect(call?.participants.map(({ userId }) => userId).sort()).toEqual(
      people.map((each) => each.id).sort(),
    );
    await bobs.close();
    await tile(adas, "Bob").waitFor({ state: "detached" });
    await Promise.all([hears(adas, 2), hears(cyds, 2)]);
    expect((await ada.call("listCalls")).items).toMatchObject([{ conversationId: id }]);
  });

  test("of a group rings for all others until each answers or declines, also on pages that load later", async () => {
    const [ada, bob, cyd] = await Promise.all([
      newGuest("Ada Lovelace"),
      newGuest("Bob Noyce"),
      newGuest("Cyd Charisse"),
    ]);
    const { id: conversationId } = await ada.startGroup([bob, cyd], "Engine room");
    const [bobs, cyds] = [await openFor(bob), await openFor(cyd, { isPhone: true })];
    await cyds.getByRole("link", { name: /Engine room/ }).click();
    const socket = await ada.connect();
    await socket.request({ action: "call.join", conversationId, seat: newId() });
    const incoming = (page: Page) => page.getByRole("alertdialog", { name: "Ada Lovelace is calling" });
    await incoming(bobs).getByText("Engine room").waitFor();
    await Promise.all([
      incoming(bobs).getByRole("button", { name: "Answer" }).click(),
      incoming(cyds).getByRole("button", { name: "Decline" }).click(),
    ]);
    for (const page of [bobs, cyds]) await incoming(page).waitFor({ state: "detached" });
    await tile(bobs, "Ada Lovelace").waitFor();
    await bobs
      .getByRole("link", { name: /Engine room/ })
      .getByRole("img", { name: "Call under way" })
      .waitFor();
    await cyds.reload();
    await cyds.getByText("Call with Ada Lovelace, Bob Noyce").waitFor();
    await cyds.getByRole("button", { name: "Join", exact: true }).waitFor();
    expect(await incoming(cyds).count()).toBe(0);
    await socket.close();
  });

  test("explains a microphone that the browser does not allow, and lets the user listen", async () => {
    const [ada, bob] = await Promise.all([newGuest("Ada Lovelace"), newGuest("Bob Noyce")]);
    await ada.startDirect(bob);
    const adas = await openFor(ada);
    const { page: bobs } = await openPage(browser, url, { permissions: [] });
    await bobs.addInitScript(keepConnections);
    await bobs.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
    });
    await signIn(bobs, bob);
    await adas.getByRole("link", { name: /Bob Noyce/ }).click();
    await adas.getByRole("button", { name: "Start call" }).click();
    await bobs.getByRole("button", { name: "Answer" }).click();
    await callWindow(bobs)
      .getByRole("alert")
      .getByText("The browser does not allow the microphone.")
      .waitFor();
    await hears(bobs, 1);
    await tile(adas, "Bob Noyce").getByLabel("Microphone muted").waitFor();
  });
});

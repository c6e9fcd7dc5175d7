import { describe, expect, test, vi } from "vitest";
import { unreachable } from "../../../client/http/problem-error.ts";
import type { Download } from "../../../contract/files.ts";
import { Addresses } from "./addresses.ts";

/** A server that signs addresses for five minutes, and a clock. */
function createSetup() {
  const clock = { now: 0 };
  const report = vi.fn();
  const addresses = new Addresses({ report, now: () => clock.now, pause: () => Promise.resolve() });
  let count = 0;
  const request = vi.fn(async (): Promise<Download> => {
    count += 1;
    return { url: `/files/${count}`, expiresIn: 300 };
  });
  const show = () => {
    const listener = vi.fn();
    return { listener, hide: addresses.show("a", request, listener) };
  };
  const url = () => addresses.get("a")?.url;
  return { clock, report, addresses, request, show, url };
}

describe("The addresses of files", () => {
  test("are requested once for all components that show a file", async () => {
    const { show, request, url } = createSetup();
    const [one, other] = [show(), show()];
    await expect.poll(url).toBe("/files/1");
    expect(one.listener).toHaveBeenCalledOnce();
    expect(other.listener).toHaveBeenCalledOnce();
    show();
    expect(request).toHaveBeenCalledOnce();
  });

  test("are requested again by a component that appears after they have expired", async () => {
    const { show, clock, url } = createSetup();
    const { listener } = show();
    await expect.poll(url).toBe("/files/1");
    clock.now = 270_000;
    show();
    await expect.poll(url).toBe("/files/2");
    expect(listener).toHaveBeenCalledTimes(2);
  });

  test("are renewed for a file that does not load, at most once a minute", async () => {
    const { show, clock, url, addresses, request } = createSetup();
    show();
    await expect.poll(url).toBe("/files/1");
    clock.now = 59_999;
    addresses.renew("a");
    expect(request).toHaveBeenCalledOnce();
    clock.now = 60_000;
    addresses.renew("a");
    await expect.poll(url).toBe("/files/2");
  });

  test("are requested up to three more times while the server cannot be reached, and again with the network", async () => {
    const { show, url, addresses, request, report } = createSetup();
    request.mockRejectedValue(unreachable());
    show();
    await expect.poll(() => report.mock.calls.length).toBe(1);
    expect(request).toHaveBeenCalledTimes(4);
    request.mockResolvedValue({ url: "/files/back", expiresIn: 300 });
    addresses.retryNow();
    await expect.poll(url).toBe("/files/back");
  });

  test("are requested once if the server refuses", async () => {
    const { show, request, report } = createSetup();
    request.mockRejectedValue(new Error("no"));
    show();
    await expect.poll(() => report.mock.calls.length).toBe(1);
    expect(request).toHaveBeenCalledOnce();
  });

  test("of another user's session are forgotten", async () => {
    const { show, url, addresses } = createSetup();
    show();
    await expect.poll(url).toBe("/files/1");
    addresses.clear();
    expect(url()).toBeUndefined();
  });
});

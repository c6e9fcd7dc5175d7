import {
  type ChosenDevices,
  type MediaFailure,
  mediaFailure,
  openCamera,
  openMicrophone,
  openScreen,
  stopStream,
} from "./media.ts";

/** The devices of a participant, in the order of their places in a session description. */
export const devices = ["microphone", "camera", "screen"] as const;
export type Device = (typeof devices)[number];

/** The tracks of the devices that are turned on. */
export type Tracks = Readonly<Partial<Record<Device, MediaStreamTrack>>>;

/** The user's own devices in a call. */
export interface OwnMediaState {
  readonly isMuted: boolean;
  readonly microphone: MediaStream | undefined;
  readonly camera: MediaStream | undefined;
  readonly screen: MediaStream | undefined;
  /** The last device that could not be opened, and why. */
  readonly failure: { device: Device; reason: MediaFailure } | undefined;
}

export interface OwnMediaOptions {
  onChange: () => void;
}

/** Opens and closes the user's microphone, camera and screen during a call. */
export class OwnMedia {
  readonly #options: OwnMediaOptions;
  #state: OwnMediaState = {
    isMuted: false,
    microphone: undefined,
    camera: undefined,
    screen: undefined,
    failure: undefined,
  };
  #devices: ChosenDevices = {};
  #isStopped = false;

  constructor(options: OwnMediaOptions) {
    this.#options = options;
  }

  get state(): OwnMediaState {
    return this.#state;
  }

  get tracks(): Tracks {
    return Object.fromEntries(
      devices.flatMap((device) => this.#state[device]?.getTracks().map((track) => [device, track]) ?? []),
    );
  }

  get devices(): ChosenDevices {
    return this.#devices;
  }

  /** Opens the microphone. A user without one can listen. */
  async start(): Promise<void> {
    await this.#open("microphone", () => openMicrophone(this.#devices));
  }

  /** Mutes or unmutes the microphone. Unmuting tries to open a microphone if none is open. */
  async setMuted(isMuted: boolean): Promise<void> {
    if (!this.#state.microphone && !isMuted) await this.start();
    for (const track of this.#state.microphone?.getTracks() ?? []) track.enabled = !isMuted;
    this.#update({ isMuted: isMuted || !this.#state.microphone });
  }

  async setCamera(isOn: boolean): Promise<void> {
    if (isOn) await this.#open("camera", () => openCamera(this.#devices));
    else this.#close("camera");
  }

  async setScreen(isOn: boolean): Promise<void> {
    if (!isOn) return this.#close("screen");
    await this.#open("screen", openScreen);
    // The browser has a button of its own that ends sharing.
    const [track] = this.#state.screen?.getTracks() ?? [];
    if (track) track.onended = () => this.#close("screen");
  }

  /** Uses another microphone or camera. */
  async choose(devices: ChosenDevices): Promise<void> {
    this.#devices = { ...this.#devices, ...devices };
    if (devices.microphone !== undefined) await this.#replace("microphone", openMicrophone);
    if (devices.camera !== undefined && this.#state.camera) await this.#replace("camera", openCamera);
  }

  stop(): void {
    this.#isStopped = true;
    for (const device of devices) stopStream(this.#state[device]);
  }

  async #open(device: Device, open: () => Promise<MediaStream>): Promise<void> {
    if (this.#state[device]) return;
    try {
      const stream = await open();
      if (this.#isStopped) return stopStream(stream);
      this.#update({ [device]: stream, failure: undefined });
    } catch (error) {
      const reason = mediaFailure(error);
      // Closing the browser's choice of a screen is no failure.
      const isCancelled = device === "screen" && reason === "refused";
      this.#update({
        ...(device === "microphone" && { isMuted: true }),
        failure: isCancelled ? undefined : { device, reason },
      });
    }
  }

  #close(device: Device): void {
    const stream = this.#state[device];
    if (!stream) return;
    this.#update({ [device]: undefined });
    stopStream(stream);
  }

  async #replace(
    device: "microphone" | "camera",
    open: (devices: ChosenDevices) => Promise<MediaStream>,
  ): Promise<void> {
    const stream = this.#state[device];
    const [before] = stream?.getTracks() ?? [];
    if (!stream || !before) return this.#open(device, () => open(this.#devices));
    try {
      const next = await open(this.#devices);
      for (const track of next.getTracks()) track.enabled = before.enabled;
      this.#update({ [device]: next, failure: undefined });
      stopStream(stream);
    } catch (error) {
      this.#update({ failure: { device, reason: mediaFailure(error) } });
    }
  }

  #update(change: Partial<OwnMediaState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.onChange();
  }
}

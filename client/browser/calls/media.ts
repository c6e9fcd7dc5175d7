/** The devices that a user has chosen. Without a choice, the browser decides. */
export interface ChosenDevices {
  microphone?: string | undefined;
  camera?: string | undefined;
}

/** The names of the errors with which browsers refuse a device, and that a page can explain. */
export type MediaFailure = "refused" | "missing" | "busy" | "unavailable";

/** Sorts the errors of `getUserMedia` and `getDisplayMedia` (W3C Media Capture and Streams, section 10.2). */
export function mediaFailure(error: unknown): MediaFailure {
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "unavailable";
  }
}

const exactly = (deviceId: string | undefined) =>
  deviceId === undefined ? {} : { deviceId: { exact: deviceId } };

/** Opens the microphone. @throws {DOMException} see `mediaFailure` */
export const openMicrophone = ({ microphone }: ChosenDevices): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...exactly(microphone) },
  });

/** Opens the camera. Five copies of a small picture are as much as a home can upload. @throws {DOMException} */
export const openCamera = ({ camera }: ChosenDevices): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({
    video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24 }, ...exactly(camera) },
  });

/** Lets the user choose a screen or window. @throws {DOMException} */
export const openScreen = (): Promise<MediaStream> =>
  navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 10 } }, audio: false });

export function stopStream(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

import { fieldError } from "../../../contract/field-errors.ts";
import { limits } from "../../../contract/limits.ts";
import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** No picture has this id. */
export class PictureNotFound extends NotFound {
  readonly code = "picture-not-found";

  constructor() {
    super("This picture does not exist.");
  }
}

/** Only the uploader of a picture can use it. */
export class NotYourPicture extends Refusal {
  readonly code = "not-your-picture";
  override readonly errors = [fieldError("pictureId", "not-your-picture")];

  constructor() {
    super("You can only use pictures that you uploaded yourself.");
  }
}

/** The upload is no picture of a known format, or has too many pixels. */
export class UnusablePicture extends Refusal {
  readonly code = "unusable-picture";
  override readonly errors = [fieldError("pictureId", "unusable-picture", { limit: limits.pictureSide })];

  constructor() {
    super(
      `A picture is a PNG, JPEG, GIF, WebP or AVIF file of at most ${limits.pictureSide} pixels on each side.`,
    );
  }
}

import { fieldError } from "../../../contract/field-errors.ts";
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

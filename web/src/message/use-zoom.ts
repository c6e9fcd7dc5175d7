import { type PointerEvent, useState, type WheelEvent } from "react";

const most = 8;

const atRest = { scale: 1, x: 0, y: 0 };

/**
 * Enlarges an element with the wheel, a double click or buttons. While it is enlarged, the pointer moves it.
 *
 * @param id identifies the shown content. Another id starts without zoom.
 */
export function useZoom(id: string) {
  const [places, setPlaces] = useState({ id, place: atRest });
  const { scale, x, y } = places.id === id ? places.place : atRest;
  const setPlace = (next: typeof atRest | ((place: typeof atRest) => typeof atRest)) =>
    setPlaces((known) => {
      const place = known.id === id ? known.place : atRest;
      return { id, place: typeof next === "function" ? next(place) : next };
    });
  const to = (wanted: number) =>
    setPlace((place) => (wanted <= 1 ? atRest : { ...place, scale: Math.min(most, wanted) }));
  const by = (factor: number) => to(scale * factor);
  const isZoomed = scale > 1;
  return {
    isZoomed,
    by,
    reset: () => setPlace(atRest),
    style: { transform: `translate(${x}px, ${y}px) scale(${scale})` },
    handlers: {
      onWheel: ({ deltaY }: WheelEvent) => by(Math.exp(-deltaY / 400)),
      onDoubleClick: () => to(isZoomed ? 1 : 2.5),
      onPointerDown: ({ currentTarget, pointerId }: PointerEvent<HTMLElement>) => {
        if (isZoomed) currentTarget.setPointerCapture(pointerId);
      },
      onPointerMove: ({ currentTarget, pointerId, movementX, movementY }: PointerEvent<HTMLElement>) => {
        if (!currentTarget.hasPointerCapture(pointerId)) return;
        setPlace((place) => ({ ...place, x: place.x + movementX, y: place.y + movementY }));
      },
    },
  };
}

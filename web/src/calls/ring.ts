/** Two short tones, every three seconds. */
const everyMs = 3_000;
const tones = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.25 },
];

/** Rings until the returned function is called. Browsers keep a page silent that the user has not touched yet. */
export function ring(): () => void {
  const audio = new AudioContext();
  const play = () => {
    if (audio.state !== "running") return;
    for (const { hertz, at } of tones) {
      const gain = audio.createGain();
      gain.gain.setValueAtTime(0.08, audio.currentTime + at);
      gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.22);
      const tone = audio.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(gain).connect(audio.destination);
      tone.start(audio.currentTime + at);
      tone.stop(audio.currentTime + at + 0.25);
    }
  };
  audio.onstatechange = play;
  play();
  const timer = setInterval(play, everyMs);
  return () => {
    clearInterval(timer);
    void audio.close();
  };
}

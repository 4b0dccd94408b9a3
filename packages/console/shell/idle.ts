/** Whether somebody sits here: a console that is left open must not keep its session alive by looking for news. */

/** Nobody reads for longer without touching anything, milliseconds. */
const IDLE_MS = 120_000;

let lastAt_ms = Date.now();
for (const kind of ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const) {
  globalThis.addEventListener?.(
    kind,
    () => {
      lastAt_ms = Date.now();
    },
    { passive: true, capture: true },
  );
}

export const isIdle = (): boolean => Date.now() - lastAt_ms > IDLE_MS;

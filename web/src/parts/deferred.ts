import { useEffect, useState } from "preact/hooks";

/** The value once it has rested for a moment: typing must not wait for 50,000 rows. */
export function useDeferred(value: string, milliseconds = 120): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

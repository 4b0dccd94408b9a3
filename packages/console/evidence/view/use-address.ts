import { useEffect, useState } from 'react';

/** An address of these bytes that lives as long as they are shown; null before there is one. */
export function useAddress(bytes: Blob): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(bytes);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return url;
}

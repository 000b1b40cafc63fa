// The rows stand in the page as the base64 of a gzip member: a fraction of the size, and nothing in it
// that a browser could take for markup.
import { gunzipSync } from "fflate";

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => {
  const packed = atob(base64.trim());
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at++) bytes[at] = packed.charCodeAt(at);
  return bytes;
};

/** The text; a line that is no row when it is damaged, so that the page says so. */
export async function unpacked(base64: string): Promise<string> {
  try {
    const bytes = bytesOf(base64);
    // Browsers on servers may be older than 2023: the library does what theirs cannot yet.
    if (typeof DecompressionStream === "undefined") return new TextDecoder().decode(gunzipSync(bytes));
    return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  } catch {
    return "damaged";
  }
}

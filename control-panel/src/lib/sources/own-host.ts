/** Whether an address is the house's own, going by the name under which people reach Palier. */

/** `palier.acme.fr` and `www.acme.fr` are of one house; so are two ports of one machine. An address that cannot be read is nobody's. */
export function isOwnHost(address: string | undefined, here: string): boolean {
  if (address === undefined || !URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  const own = houseOf(here);
  return hostname === here || houseOf(hostname) === own;
}

/** The part of a host's name that a house owns: its last two labels, or three where the last two are a country's, as in `co.uk`. */
function houseOf(hostname: string): string {
  const labels = hostname.split('.');
  const isNumbers = /^[\d.]+$|:/.test(hostname);
  if (isNumbers || labels.length < 3) return hostname;
  const [second = '', first = ''] = labels.slice(-2);
  const isOfCountry = first.length === 2 && second.length <= 3;
  return labels.slice(isOfCountry ? -3 : -2).join('.');
}

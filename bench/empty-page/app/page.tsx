/** Made anew for each request, as pages of the panel are. */
export const dynamic = 'force-dynamic';

export default function Page() {
  return <p>Nothing.</p>;
}

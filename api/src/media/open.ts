/**
 * Where media lie, by `MEDIA_URL`: nothing (the data folder), `file:///mnt/share` (a folder that all nodes share), or
 * `s3://bucket/prefix?endpoint=https://host&region=name` (a bucket; the data folder then holds this node's copies).
 */
import { fileURLToPath } from 'node:url';
import type { Clock } from '../clock.ts';
import { createBucket, createMediaStoreS3, type BucketPlace } from './media-store-s3.ts';
import { createMediaStore, type MediaStore } from './media-store.ts';

export type MediaSettings = {
  mediaUrl: string | undefined;
  dataDir: string;
  /** Of the bucket. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined;
  clock: Clock;
  newName: () => string;
  /** Names this node among those that share a folder, e.g. the host's name; the same after each start. */
  node: string;
  fetch: typeof fetch;
  maxBytes: number;
};

export function openMediaStore(settings: MediaSettings): MediaStore {
  const { mediaUrl, dataDir, clock, newName, node, fetch, maxBytes } = settings;
  if (mediaUrl === undefined) return createMediaStore({ dir: dataDir, clock, newName });
  if (mediaUrl.startsWith('file:')) return createMediaStore({ dir: fileURLToPath(mediaUrl), clock, newName, node });
  const place = bucketPlace(mediaUrl, settings.credentials);
  const local = createMediaStore({ dir: dataDir, clock, newName });
  return createMediaStoreS3({ local, bucket: createBucket({ place, fetch }), clock, maxBytes });
}

/** Throws what to write instead. */
export function bucketPlace(mediaUrl: string, credentials: MediaSettings['credentials']): BucketPlace {
  const url = URL.parse(mediaUrl);
  if (url?.protocol !== 's3:' || url.hostname === '')
    throw new Error('MEDIA_URL: write file:///folder or s3://bucket/prefix?endpoint=https://host&region=name');
  if (credentials === undefined)
    throw new Error('MEDIA_URL names a bucket: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are missing');
  const region = url.searchParams.get('region') ?? 'us-east-1';
  const endpoint = url.searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`;
  return {
    url: `${endpoint.replace(/\/$/, '')}/${url.hostname}`,
    prefix: url.pathname.replace(/^\/|\/$/g, ''),
    region,
    ...credentials,
  };
}

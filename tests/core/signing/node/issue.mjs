// An independent issuer: @digitalbazaar/vc signs these credentials with this key.
// In: {documents, seed (32 bytes in hex), did, created, credentials: [...]}. Out: the signed credentials.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {loaderOf} from './loader.mjs';
import {text} from 'node:stream/consumers';

const {documents, seed, did, created, credentials} = JSON.parse(await text(process.stdin));
const key = await Ed25519Multikey.generate({controller: did, seed: Buffer.from(seed, 'hex')});

const signed = [];
for(const credential of credentials) {
  const suite = new DataIntegrityProof({signer: key.signer(), date: created, cryptosuite});
  signed.push(await vc.issue({credential, suite, documentLoader: loaderOf(documents)}));
}
process.stdout.write(JSON.stringify(signed));

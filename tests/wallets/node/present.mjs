// A wallet made of jose and @sd-jwt/sd-jwt-vc, neither of them ours, answers a request (OpenID4VP 1.0).
// In: {link, credential, publicJwk, privateJwk, claims: [topmost claims to show]}.
// Out: {query, answer}: what was asked, and what the site said to the answer.
import {CompactEncrypt, CompactSign, importJWK, jwtVerify} from 'jose';
import {SDJwtVcInstance} from '@sd-jwt/sd-jwt-vc';
import {digest, generateSalt} from '@sd-jwt/crypto-nodejs';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import {text} from 'node:stream/consumers';

const {link, credential, privateJwk, claims} = JSON.parse(await text(process.stdin));
const said = new URL(link).searchParams;
const request = await requestBehind(said.get('request_uri'));
if(request.client_id !== said.get('client_id')) {
  throw new Error('the request is by somebody else than the link says');
}
const key = await importJWK(privateJwk, 'ES256');
const sdJwt = new SDJwtVcInstance({
  hasher: digest, hashAlg: 'sha-256', saltGenerator: generateSalt, kbSignAlg: 'ES256',
  kbSigner: async data => {
    const [header, payload] = data.split('.').map(part => Buffer.from(part, 'base64url'));
    return (await new CompactSign(payload).setProtectedHeader(JSON.parse(header)).sign(key)).split('.')[2];
  }
});
const shown = await sdJwt.present(credential, Object.fromEntries(claims.map(name => [name, true])), {
  kb: {payload: {iat: Math.floor(Date.now() / 1000), aud: request.client_id, nonce: request.nonce}}
});
const jwk = request.client_metadata.jwks.keys[0];
const response = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify({
  state: request.state, vp_token: {[request.dcql_query.credentials[0].id]: [shown]}
}))).setProtectedHeader({alg: 'ECDH-ES', enc: 'A256GCM', kid: jwk.kid}).encrypt(await importJWK(jwk, 'ECDH-ES'));
const sent = await fetch(request.response_uri, {method: 'POST', body: new URLSearchParams({response})});
process.stdout.write(JSON.stringify({query: request.dcql_query, status: sent.status, answer: await sent.json()}));

// The request, once its signature is known to be by the did that the wallet is to answer.
async function requestBehind(address) {
  const token = await (await fetch(address)).text();
  const did = said.get('client_id').replace(/^decentralized_identifier:did:web:/, '');
  const document = await (await fetch(`http://${decodeURIComponent(did)}/.well-known/did.json`)).json();
  const {payload} = await jwtVerify(token, async ({kid}) => {
    const method = document.verificationMethod.find(({id}) => id === kid);
    const {publicKey} = await EcdsaMultikey.from(method);
    return publicKey;
  }, {typ: 'oauth-authz-req+jwt', audience: 'https://self-issued.me/v2'});
  return payload;
}
